"""What the API sends, as types: `/openapi.json` is made of them; tests hold replies to them."""
