// The description of the API, to read and to try.
SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  // Nothing is asked of other sites.
  validatorUrl: null,
});
