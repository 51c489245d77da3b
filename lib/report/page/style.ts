/**
 * The page's look: one column, system fonts, light and dark, and fit to print. Wide tables and
 * figures scroll within their own boxes, never the page.
 *
 * @module
 */

/** The style sheet. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --ink: #1f2328; --quiet: #59636e; --line: #d1d9e0; --soft: #f6f8fa;
  --link: #0550ae; --mark: #d55e00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0d1117; --ink: #e6edf3; --quiet: #9aa4af; --line: #30363d; --soft: #161b22;
    --link: #79b8ff; --mark: #e69f00;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body {
  margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 72rem; background: var(--ground);
  color: var(--ink); font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial,
  sans-serif; overflow-wrap: break-word;
}
header > :not(figure, h1, .lede, .finding, section, nav, details),
section > :not(figure, [class^="group-"], .scroll, details, .pair, .committed), .fold > p, .flaw > p, .committed > p, footer {
  max-width: 46rem; }
h1 { font-size: clamp(1.6rem, 5vw, 2.3rem); line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.4rem; line-height: 1.3; margin: 2.25rem 0 .6rem; }
header h2 { font-size: 1.2rem; margin: 1.5rem 0 .5rem; }
h3 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
a { color: var(--link); }
.lede { font-size: 1.05rem; color: var(--quiet); margin: 0; max-width: 62rem; }
.finding { border-left: .3rem solid var(--mark); padding: .1rem 0 .1rem 1rem; margin: 1rem 0;
  max-width: 62rem; }
.finding p { margin: .4rem 0; }
.finding .answer { font-size: 1.2rem; line-height: 1.45; font-weight: 600; }
.finding .footing { color: var(--quiet); font-size: .95rem; }
.sure { margin: .4rem 0; padding-left: 1.2rem; }
nav ol { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr));
  gap: 0 1.5rem; list-style: none; padding: 0; margin: .75rem 0; }
nav li { display: flex; gap: .6rem; }
nav .count { flex: 0 0 1.4rem; text-align: right; color: var(--quiet);
  font-variant-numeric: tabular-nums; }
nav { border-top: 1px solid var(--line); margin-top: 2rem; }
h2 .count { color: var(--quiet); font-weight: 400; }
figure { margin: 1rem 0 1.5rem; display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; }
.pair { display: flex; flex-wrap: wrap; gap: 0 1.5rem; align-items: flex-end; }
.pair > * { flex: 1 1 20rem; min-width: 0; }
.pair figure { flex: 1 1 20rem; min-width: 0; flex-direction: column; }
.pair .picture img { max-height: 30rem; width: auto; min-width: 0 !important; }
.pair figcaption { flex: 0 1 auto; }
.narrow { display: none; }
.scroll { overflow-x: auto; max-width: 100%; border: 1px solid var(--line); border-radius: .5rem; }
.picture { background: var(--ground); width: fit-content; }
.picture img { display: block; max-width: 100%; height: auto; }
figcaption { flex: 1 1 18rem; max-width: 46rem; font-size: .95rem; }
.fold, .flaw { margin: .6rem 0; }
.fold > summary, .flaw > summary { font-weight: 500; }
.fold > summary:hover, .flaw > summary:hover { text-decoration: underline; }
.committed { border-left: .3rem solid var(--line); padding-left: 1rem; }
.method-list { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr));
  gap: .4rem 2rem; font-size: .9rem; }
section > dl.method-list, section > dl.settings { max-width: none; }
.method-list dt { margin: 0; }
.method-list dd { color: var(--quiet); }
.settings { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1.5rem; }
.settings dt { margin: 0; }
figcaption p { margin: .3rem 0; }
.sources, .files { font-size: .85rem; color: var(--quiet); }
.sources ul { margin: .2rem 0; padding-left: 1.2rem; }
summary { cursor: pointer; }
.sheet { border: 1px solid var(--line); border-radius: .5rem; width: auto; overflow: hidden;
  flex: 3 1 42rem; min-width: 0; }
.sheet .plot { height: min(75vh, 38rem); }
/* Plotly takes every swipe; until the sheet is tapped the page scrolls. */
.sheet .plot:not([data-active]) * { touch-action: pan-x pan-y pinch-zoom !important; }
.sheet .still { display: none !important; }
@media (max-width: 40rem) {
  .has-narrow .picture > a { display: none; }
  .has-narrow .picture > a.narrow { display: block; }
  /* A column of the claims would be three words wide. */
  #claims :is(table, caption, tbody, tr, th, td) { display: block; }
  #claims thead { display: none; }
  #claims :is(th, td) { padding: .15rem .75rem; border: 0; }
  #claims tr { border-top: 1px solid var(--line); padding: .4rem 0; }
  .settings { grid-template-columns: 1fr; }
  .settings dt { margin-top: .4rem; }
}
.colours { display: flex; flex-wrap: wrap; gap: .4rem; padding: .5rem .5rem 0; }
.colours button { font: inherit; font-size: .9rem; color: var(--ink); background: var(--soft);
  border: 1px solid var(--line); border-radius: .4rem; padding: .2rem .6rem; cursor: pointer; }
.colours [aria-pressed="true"] { border-color: var(--ink); font-weight: 600; }
.preview { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: end; padding: .5rem 1rem;
  min-height: 7rem; color: var(--quiet); font-size: .95rem; }
.preview p { flex: 1 1 12rem; align-self: center; margin: 0; }
.preview figure { margin: 0; display: block; } .preview figcaption { margin: .2rem 0 0; }
.sprite { background-repeat: no-repeat; image-rendering: pixelated; }
code { font: .9em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.missing { border: 1px dashed var(--line); border-radius: .5rem; padding: .6rem .9rem;
  color: var(--quiet); }
div.scroll:has(table) { margin: 1rem 0 1.75rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; padding: .6rem .75rem; color: var(--quiet); }
th, td { padding: .4rem .75rem; text-align: left; vertical-align: top; border-top: 1px solid
  var(--line); }
thead th { background: var(--soft); vertical-align: bottom; }
tbody th { font-weight: 500; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td code { overflow-wrap: normal; }
dt { font-weight: 600; margin-top: .75rem; }
dd { margin: 0; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line);
  color: var(--quiet); font-size: .9rem; }
@page { margin: 13mm 12mm; }
@media print {
  :root { --ground: #fff; --ink: #000; --quiet: #444; --line: #bbb; --soft: #eee; --link: #000;
    --mark: #d55e00; color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 9.5pt; line-height: 1.4; }
  h1 { font-size: 18pt; } h2 { font-size: 13pt; margin: 1.2rem 0 .4rem; }
  header h2 { font-size: 12pt; }
  nav, details.sources, .fold, .sheet .plot, .colours, .preview { display: none; }
  .scroll { overflow: visible; border: 0; }
  /* Text of 11 pixels comes out at 7 points. */
  .picture img, .pair .picture img { min-width: 0 !important; max-height: none;
    width: calc(.86 * var(--width)); }
  .kind-lattice { display: none !important; }
  /* A walk is read in print as on a telephone: the wide one's text would be too small. */
  .kind-transect .picture > a { display: none; }
  .kind-transect .picture > a.narrow { display: block; }
  .group-transect { display: grid; grid-template-columns: 1fr 1fr; gap: 0 4mm; }
  .pair { display: block; }
  .kind-space { display: flex !important; flex-direction: row !important;
    flex-wrap: nowrap; align-items: center; }
  .kind-space .picture { flex: none; }
  .flaw::details-content { content-visibility: visible; height: auto; }
  .sheet { border: 0; }
  .sheet .still { display: block !important; }
  table { font-size: 7.5pt; }
  th, td { padding: .2rem .3rem; }
  figure { margin: .5rem 0 .8rem; display: block; }
  figure, tr, .finding, .missing, .flaw, .method-list div, li, dd { break-inside: avoid; }
  .committed, .group-transect, figcaption, .sheet { break-inside: avoid; }
  .picture, .sheet { break-after: avoid; }
  figcaption { break-before: avoid; font-size: 8.5pt; }
  h2, h3, dt, caption { break-after: avoid; }
  p { orphans: 3; widows: 3; }
}
`;
