"""HTML pages: the words of the article as a browser shows them, and nothing of the page around."""

from __future__ import annotations

import re

import pytest
from damaged import assert_sound, mutated
from hypothesis import given
from hypothesis import strategies as st

from qa.seeds.canonical import NoTextError
from qa.seeds.formats import read
from qa.seeds.html import read_html

PROSE = "<p>La Loire est le plus long fleuve de France ; elle se jette dans l'Atlantique.</p>"


def pieces(markup: str | bytes) -> list[tuple[str, str]]:
    text = read_html(markup if isinstance(markup, bytes) else markup.encode())
    return [(block.kind, block.span.of(text.text)) for block in text.blocks]


def words(markup: str) -> list[str]:
    return [one for _, one in pieces(markup)]


@pytest.mark.parametrize("suffix", [".html", ".htm", ".xhtml"])
def test_pages_are_read_whatever_their_suffix(suffix: str) -> None:
    assert read(suffix, b"<p>Bonjour.").text == "Bonjour.\n"


# A page and what is around its text

NEWS = f"""<!DOCTYPE html>
<html lang="fr-FR"><head><meta charset="utf-8"><title>La Seine déborde - Le Quotidien</title>
<meta property="og:site_name" content="Le Quotidien"><style>p {{ color: red }}</style>
<link rel="canonical" href="https://quotidien.example/seine?x=1&amp;y=2">
<meta property="article:author" content="https://reseau.example/quotidien">
<script type="application/ld+json">{{"@graph": [{{"@type": "WebSite", "name": "Le Quotidien"}},
 {{"@type": "NewsArticle", "headline": "La crue", "datePublished": "2018-01-24T09:12:00+01:00",
  "author": [{{"@type": "Person", "name": "Élise Martin"}}, {{"name": "Paul Roux"}}]}}]}}</script>
</head><body class="page-with-menu">
<div id="cookie-banner"><p>Nous utilisons des cookies.</p><button>Accepter</button></div>
<header role="banner"><a href="/">Le Quotidien</a><nav><ul><li><a href="/p">Politique</a></ul></nav>
</header><div class="layout-with-sidebar"><article class="main-story">
<header><p class="kicker">Environnement</p><h1>La Seine d&eacute;borde</h1>
<p class="byline">Par <a rel="author" href="/em">Élise Martin</a></p>
<p>Publié le <time datetime="2018-01-24">24 janvier 2018</time></p>
<div class="share-buttons"><a href="#f">Facebook</a> <a href="#t">Twitter</a></div></header>
<figure><img src="a.jpg" alt="Seine"><figcaption>Le zouave. <b>© AFP</b></figcaption></figure>
{PROSE}<p>À lire aussi : <a href="/x">La crue de 1910</a></p>
<div class="ad-slot"><p>Achetez !</p></div><h2>Des quais fermés</h2>{PROSE}
<p>Les pays touchés :</p><ul><li><a href="/fr">France</a></li><li><a href="/de">Suisse</a></ul>
<section class="related"><h3>Articles</h3>
<article><h4><a href="/1">Autre</a></h4></article></section>
<footer><p>Source Vigicrues.</p></footer></article></div>
<aside><h3>Les plus lus</h3><ol><li><a href="/1">Un</a></li><li><a href="/2">Deux</a></li></ol>
</aside><div style="display: none">caché</div><noscript>Activez JavaScript</noscript>
<footer><p>© Le Quotidien</p></footer><script>var fuite = "<p>fuite</p>";</script></body></html>"""


def test_a_newspaper_page_is_its_article() -> None:
    loire = re.sub("<.*?>", "", PROSE)
    assert pieces(NEWS) == [
        ("title", "La Seine déborde"),
        ("byline", "Auteurs : Élise Martin, Paul Roux"),
        ("date", "Date : 2018-01-24"),
        ("byline", "Source : https://quotidien.example/seine?x=1&y=2"),
        ("paragraph", "Environnement"),
        ("byline", "Par Élise Martin"),
        ("date", "Publié le 24 janvier 2018"),
        ("caption", "Le zouave. © AFP"),
        ("paragraph", loire),
        ("heading", "Des quais fermés"),
        ("paragraph", loire),
        ("paragraph", "Les pays touchés :"),
        ("list_item", "France"),
        ("list_item", "Suisse"),
        ("paragraph", "Source Vigicrues."),
    ]
    assert read_html(NEWS.encode()).front.language == "fr"


@pytest.mark.parametrize(
    "part",
    [
        "<script>fuite()</script>",
        "<style>.fuite {}</style>",
        "<template><p>fuite</p></template>",
        "<noscript><p>fuite</p></noscript>",
        "<svg><title>fuite</title><text>fuite</text></svg>",
        "<iframe><p>fuite</p></iframe>",
        "<noframes><p>fuite</p></noframes>",
        "<form><label>fuite</label><select><option>fuite</select><button>fuite</button></form>",
        "<nav>fuite</nav>",
        "<aside>fuite</aside>",
        "<header>fuite</header>",
        "<footer>fuite</footer>",
        '<div role="navigation">fuite</div>',
        '<div role="dialog">fuite</div>',
        "<p hidden>fuite</p>",
        '<p aria-hidden="true">fuite</p>',
        '<p style="color: red; Display : None">fuite</p>',
        '<div class="cookieConsent">fuite</div>',
        '<div id="newsletter-box">fuite</div>',
        '<ul><li><a href="/">fuite</a><li><a href="/b">fuite</a></ul>',
        '<div><a href="/">fuite</a> &gt; <a href="/b">fuite</a></div>',
        '<p>Lire aussi : <a href="/">fuite fuite fuite fuite</a></p>',
        "<!-- fuite --><!--[if mso]><p>fuite</p><![endif]-->",
    ],
)
def test_what_is_around_the_text_is_left_out(part: str) -> None:
    assert words(f"<body>{PROSE}{part}{PROSE}</body>") == words(PROSE) * 2


def test_the_main_element_is_the_text() -> None:
    page = f"<body><p>Alerte</p><main><h1>Titre</h1>{PROSE}</main><p>Mentions</p></body>"
    assert words(page) == ["Titre", *words(PROSE)]
    assert words(page.replace("main>", "div>").replace("<div>", "<div role=main>")) == words(page)


def test_several_articles_are_all_read() -> None:
    assert len(words(f"<body>{'<article>' + PROSE + '</article>'}" * 3)) == 3


def test_a_heading_outside_the_article_is_its_title() -> None:
    page = f"<body><header><h1>Titre</h1></header><article>{PROSE}</article></body>"
    assert pieces(page)[0] == ("title", "Titre")


@pytest.mark.parametrize(
    "page",
    [
        f'<body class="comment"><div id="sidebar-menu"><h1>Titre</h1>{PROSE}</div></body>',
        f"<body><main><p>Court</p></main><div>{PROSE * 3}</div></body>",
        f'<body style="display:none"><div class="footer">{PROSE}</div></body>',
        f"<body><aside>{PROSE}</aside><p>Court</p></body>",
        f"<body><div hidden>{PROSE}</div></body>",
        f"<body><form><nav>{PROSE}</nav></form></body>",
    ],
)
def test_the_text_is_never_lost_for_its_surroundings(page: str) -> None:
    assert words(PROSE)[0] in words(page)


def test_lists_of_links_in_an_article_are_text_under_a_heading() -> None:
    links = '<ul><li><a href="/a">Caen</a></li><li><a href="/b">Nice</a></li></ul>'
    page = f"<article><h1>A</h1>{PROSE}<h2>Villes</h2>{links}<h2>À lire aussi</h2>{links}</article>"
    assert words(page)[2:] == ["Villes", "Caen", "Nice"]


def test_headings_that_speak_of_the_most_are_kept() -> None:
    page = f"<article><h1>A</h1>{PROSE}<h2>Les plus grandes villes</h2>{PROSE}"
    assert "Les plus grandes villes" in words(page)


# Inside the text


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<b>F</b>rance et <i>Bel</i>gique", ["France et Belgique"]),
        ("trois   \n\t mots <b> ici </b> même", ["trois mots ici même"]),
        ("12&nbsp;000&#160;€ &amp; l&rsquo;or &lt;b&gt;", ["12\u00a0000\u00a0€ & l’or <b>"]),
        ("anti<wbr>constitu&shy;tion", ["anticonstitution"]),
        ("une<br>ligne", ["une ligne"]),
        ("un<br><br>deux<br>\n<br/> trois", ["un", "deux", "trois"]),
        ("Un<p>deux</p>trois<div>quatre</div>", ["Un", "deux", "trois", "quatre"]),
        ("<p>un<p>deux<hr>trois", ["un", "deux", "trois"]),
        ("<p>Il dit <q>non</q>.</p>", ["Il dit «\u00a0non\u00a0»."]),
        ("<p>Vrai<sup><a href='#n1'>[1]</a></sup>, 5 m<sup>2</sup>", ["Vrai, 5 m2"]),
        ("<p>Vrai<a href='#n1'><sup>1</sup></a>, le 1<sup>er</sup>", ["Vrai, le 1er"]),
        ("<p><a href='#r1'>↑</a> Une note", ["Une note"]),
        ("<p>Voir <a href='#s'>1</a>", ["Voir 1"]),
        ("<pre>a\n  b\n\nc</pre>", ["a b", "c"]),
        ("<p>un<!-- ici -->deux<?php echo ?>trois", ["undeuxtrois"]),
        ("<p>un <img alt='image' src=x> deux", ["un deux"]),
        ("<p>e\u0301te\u0301", ["été"]),
    ],
)
def test_words_are_those_a_browser_shows(markup: str, shown: list[str]) -> None:
    assert words(markup) == shown


def test_kinds_are_told_by_elements() -> None:
    markup = """<h2>Un</h2><blockquote><p>Dit</p><p>Encore</p></blockquote>
    <ul><li>a<ul><li>b</li></ul>c</li><li><p>d</p></li></ul>
    <dl><dt>Crue</dt><dd>Montée</dd><dt>Étiage :</dt><dd><p>Bas</p></dd><dt>Seul</dt></dl>
    <p>Par <span class="author">Zoé</span></p><figure>x<figcaption>Vue</figcaption></figure>"""
    assert pieces(markup) == [
        ("heading", "Un"), ("quote", "Dit"), ("quote", "Encore"),
        ("list_item", "a"), ("list_item", "b"), ("list_item", "c"), ("list_item", "d"),
        ("list_item", "Crue\u00a0: Montée"), ("list_item", "Étiage : Bas"), ("list_item", "Seul"),
        ("byline", "Par Zoé"), ("paragraph", "x"), ("caption", "Vue"),
    ]  # fmt: skip


def test_an_author_named_in_a_sentence_makes_it_no_byline() -> None:
    assert (
        pieces("<p>Le livre de <span class=author>Zoé</span> a beaucoup plu.")[0][0] == "paragraph"
    )


def test_tables_are_read_row_by_row() -> None:
    markup = """<table><caption>Hauteurs</caption><thead><tr><th>Année<th>Hauteur</tr></thead>
    <tr><td rowspan=2>1910<td>8,62&nbsp;m<tr><td>8,5<br>m<tr><td colspan=2>2018<tr><td><td>
    <tr><td><td><p>5 m</p><p>au plus</p></table>"""
    assert pieces(markup) == [
        ("caption", "Hauteurs"),
        ("table_row", "Année | Hauteur"),
        ("table_row", "1910 | 8,62\u00a0m"),
        ("table_row", "8,5 m"),
        ("table_row", "2018"),
        ("table_row", "| 5 m au plus"),
    ]


def test_a_page_of_1998_laid_out_in_a_table() -> None:
    markup = """<HTML><HEAD><TITLE>Le moulin</TITLE></HEAD><BODY BGCOLOR=#FFFFFF>
    <CENTER><FONT SIZE=+3><B>Chez Jean</FONT></B></CENTER><TABLE WIDTH=100%><TR>
    <TD><A HREF=i.htm>Accueil</A><BR><A HREF=m.htm>Liens</A><TD><FONT FACE=Arial>Le moulin fut
    b&acirc;ti en 1745.<P>Il a br&ucirc;l&eacute; en 1812 &amp; fut reconstruit.
    <UL><LI>Morel <LI>la commune</UL><A NAME=haut>Il se <I>visite</I> de mai &agrave; octobre<HR>
    <TABLE BORDER=1><TR><TD>Jour<TD>Heures<TR><TD>Lundi<TD>9h</TABLE><P>En travaux</TABLE>
    &copy; 1998 Jean"""
    assert pieces(markup) == [
        ("title", "Le moulin"), ("paragraph", "Chez Jean"),
        ("paragraph", "Le moulin fut bâti en 1745."),
        ("paragraph", "Il a brûlé en 1812 & fut reconstruit."),
        ("list_item", "Morel"), ("list_item", "la commune"),
        ("paragraph", "Il se visite de mai à octobre"),
        ("table_row", "Jour | Heures"), ("table_row", "Lundi | 9h"),
        ("paragraph", "En travaux"), ("paragraph", "© 1998 Jean"),
    ]  # fmt: skip


def test_a_page_that_word_wrote() -> None:
    ignored = "<![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp; </span></span>"
    call = "<span class=MsoFootnoteReference><![if !supportFootnotes]>[1]<![endif]></span>"
    markup = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
    <meta http-equiv=Content-Type content="text/html; charset=windows-1252"><title>Réunion</title>
    <!--[if gte mso 9]><xml><o:Author>Jean</o:Author></xml><![endif]--></head><body lang=FR>
    <p class=MsoTitle>Réunion du 3 mai<o:p></o:p></p><h1>1. Décisions</h1>
    <p class=MsoNormal><span style='font-size:11pt'>L’<b>é</b>cole<a href="#_ftn1">{call}</a> est
    ouverte.<o:p></o:p></span></p><h1>2. Suite</h1>
    <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>{ignored}<![endif]>Un budget</p>
    <table class=MsoTableGrid><tr><td><p>Poste</p></td><td><p>Coût<o:p></o:p></p></td></tr></table>
    <p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoCaption>Figure 1</p>
    <p class=MsoFootnoteText><a href="#_ftnref1">{call}</a> Rue d’Œuf, 5 €.</p></body></html>"""
    assert pieces(markup.encode("cp1252")) == [
        ("title", "Réunion du 3 mai"), ("heading", "1. Décisions"),
        ("paragraph", "L’école est ouverte."), ("heading", "2. Suite"),
        ("list_item", "Un budget"), ("table_row", "Poste | Coût"),
        ("caption", "Figure 1"), ("paragraph", "Rue d’Œuf, 5 €."),
    ]  # fmt: skip


# What the page says of itself

LD = '<script type="application/ld+json">'


@pytest.mark.parametrize(
    ("head", "name", "value"),
    [
        ("<title>Un titre | A</title><meta property=og:site_name content=A>", "title", "Un titre"),
        ("<title>Un titre - bis</title>", "title", "Un titre - bis"),
        ("<title>Autre</title><meta property=og:title content='Un titre'>", "title", "Un titre"),
        ("<meta name=author content='Par Zoé'>", "authors", ("Zoé",)),
        ("<meta property=article:published_time content=2020-02-01T08:00Z>", "date", "2020-02-01"),
        ("<meta name=DC.date content=20200201>", "date", "2020-02-01"),
        ("<meta name=date content='1er février 2020'>", "date", "2020-02-01"),
        ("<meta name=date content='hiver 2020'>", "date", "hiver 2020"),
        ("<meta property=og:url content=https://a.example/b>", "source", "https://a.example/b"),
        ("<link rel=canonical href='javascript:alert(1)'>", "source", None),
        ("<link rel=canonical href='/relatif'>", "source", None),
        (LD + '{"@type": ["Article"], "headline": "H", "author": "Zoé"}', "authors", ("Zoé",)),
        (LD + '{"@type": ' + "[" * 100_000, "authors", ()),
        (LD + '{"@type": "Article", "headline": 3, "author": 5}', "title", None),
    ],
)  # fmt: skip
def test_front_matter(head: str, name: str, value: object) -> None:
    assert getattr(read_html(f"<head>{head}</script></head>{PROSE}".encode()).front, name) == value


def test_the_site_is_no_part_of_the_title_that_the_heading_tells() -> None:
    page = f"<title>Lyon — Encyclopédie</title><h1>Lyon</h1><h1>Autre</h1>{PROSE}"
    assert pieces(page)[0] == ("title", "Lyon")


@pytest.mark.parametrize(
    ("markup", "date"),
    [
        ("<p>Publié le <time datetime='2020-02-01T08:00'>1er février</time></p>", "2020-02-01"),
        ("<p>À <time datetime='10:00'>10 h</time></p><p><time datetime=2020>2020</time>", "2020"),
        ("<p>Le <time datetime='1789-07-14'>14 juillet</time>, " + "on se bat. " * 20, None),
    ],
)
def test_the_date_of_a_page_stands_on_its_own(markup: str, date: str | None) -> None:
    assert read_html(f"{markup}{PROSE}".encode()).front.date == date


# Encodings


@pytest.mark.parametrize(
    ("data", "note"),
    [
        ("<p>Été à 5 €".encode(), None),
        ("\ufeff<p>Été à 5 €".encode(), None),
        ("\ufeff<p>Été à 5 €".encode("utf-16-le"), "read as UTF-16"),
        ("<meta charset=latin1><p>Été à 5 €".encode(), None),
        ("<p>Été à 5 €".encode("cp1252"), "read as Windows-1252"),
        ("<meta charset=iso-8859-1><p>Été à 5 €".encode("cp1252"), "read as Windows-1252"),
        ("<meta charset=utf-8><p>Été à 5 €".encode("cp1252"), "read as Windows-1252"),
        ("<meta charset='iso-8859-15'><p>Été à 5 €".encode("iso8859-15"), "read as ISO-8859-15"),
        (
            '<?xml version="1.0" encoding="macroman"?><p>Été à 5 €'.encode("mac-roman"),
            "read as MAC-ROMAN",
        ),
        ("<meta charset=zip><p>Été à 5 €".encode("cp1252"), "read as Windows-1252"),
    ],
)
def test_encodings(data: bytes, note: str | None) -> None:
    text = read_html(data)
    assert (text.text, text.note) == ("Été à 5 €\n", note)


def test_scripts_that_xhtml_closes_at_once_swallow_nothing() -> None:
    page = (
        '<?xml version="1.0"?><html xml:lang="fr"><script src="a.js" /><p><a name="x"/>Un mot</p>'
    )
    text = read_html(page.encode())
    assert (text.text, text.front.language) == ("Un mot\n", "fr")


# Robustness


@pytest.mark.parametrize(
    "data", [b"", b" \n", b"<p>", b"<script>x</script>", b"<p>&nbsp;</p>", b"\0a"]
)
def test_pages_without_text_are_errors(data: bytes) -> None:
    with pytest.raises(ValueError, match="text"):
        read_html(data)


def test_a_page_of_scripts_has_no_text() -> None:
    with pytest.raises(NoTextError):
        read_html(b"<html><body><script>document.write('a')</script></body></html>")


@pytest.mark.parametrize("tag", ["div", "font", "span", "b", "ul", "table", "blockquote"])
def test_what_nobody_closed_is_not_lost(tag: str) -> None:
    page = f"<p>avant</p>{f'<{tag}>' * 10_000}fond{f'</{tag}>' * 10_000}<p>après</p>"
    text = read_html(page.encode())
    assert [block.span.of(text.text) for block in text.blocks] == ["avant", "fond", "après"]
    assert text.missing is None


def test_what_is_nested_too_deep_is_told() -> None:
    text = read_html(("<p>avant</p>" + "<x-a>" * 10_000 + "fond").encode())
    assert text.missing == "what is nested more than 256 levels deep"


@pytest.mark.parametrize(
    "part",
    [
        "<p>Un <b>mot</b>",
        "<li><a href=x>lien</a>",
        "<tr><td>a<td>b",
        "a<br> ",
        "<font ",
        "<dt>x",
        "<h2>À lire aussi</h2>",
    ],
)
def test_long_pages_take_linear_work(part: str) -> None:
    read_html(("<p>Début</p><table>" + part * 5_000).encode())


SPLINTERS = (b"<", b">", b'"', b"<!--", b"</")


@given(st.integers())
def test_broken_pages_are_read_or_refused(seed: int) -> None:
    try:
        text = read_html(mutated(NEWS.encode(), seed, SPLINTERS))
    except ValueError:
        return
    assert_sound(text)


TAGS = (
    "p /p div /div table tr td /td /table ul li /ul b /b a /a q br dl dt dd h1 h2 /h2 pre /pre time"
    " header main article sup blockquote img form frameset select body html head title svg"
).split()
PARTS = ["mot", "&eacute;", "&lt;", "<a href=x>", "<!-- a", "-->", *(f"<{tag}>" for tag in TAGS)]


@given(st.lists(st.sampled_from(PARTS), max_size=40))
def test_no_script_and_no_tag_leaks(parts: list[str]) -> None:
    script = "<script>fuite('<p>fuite</p>')</script><style>fuite{}</style>"
    page = f"<p>Début</p>{script.join(parts)}{script}<p>Fin"
    try:
        text = read_html(page.encode())
    except NoTextError:
        return
    assert_sound(text)
    assert "fuite" not in text.text
    assert not re.search(r"<(?!\s|$)/?\w+[ >]", text.text)
