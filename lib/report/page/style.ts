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
body {
  margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 72rem; background: var(--ground);
  color: var(--ink); font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial,
  sans-serif; overflow-wrap: break-word;
}
header > :not(figure, h1, .lede, .finding, section), section > :not(figure, .scroll), footer { max-width: 46rem; }
h1 { font-size: clamp(1.6rem, 5vw, 2.3rem); line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.4rem; line-height: 1.3; margin: 3rem 0 .75rem; }
header h2 { font-size: 1.2rem; margin: 1.5rem 0 .5rem; }
h3 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
a { color: var(--link); }
.lede { font-size: 1.05rem; color: var(--quiet); margin: 0; max-width: 62rem; }
.finding { border-left: .3rem solid var(--mark); padding: .1rem 0 .1rem 1rem; margin: 1rem 0;
  max-width: 62rem; }
.finding p { margin: .4rem 0; }
.finding .answer { font-size: 1.2rem; line-height: 1.45; font-weight: 600; }
.finding .footing { color: var(--quiet); font-size: .95rem; }
nav ol { columns: 2 18rem; column-gap: 3rem; padding-left: 1.5rem; margin: 1rem 0; }
nav { border-top: 1px solid var(--line); margin-top: 2rem; }
h2 .count { color: var(--quiet); font-weight: 400; }
figure { margin: 1.5rem 0 2.5rem; }
.scroll { overflow-x: auto; max-width: 100%; border: 1px solid var(--line); border-radius: .5rem; }
.picture { background: var(--ground); width: fit-content; }
.picture img { display: block; max-width: 100%; height: auto; }
figcaption { max-width: 46rem; margin-top: .6rem; font-size: .95rem; }
figcaption p { margin: .3rem 0; }
.sources, .files { font-size: .85rem; color: var(--quiet); }
.sources ul { margin: .2rem 0; padding-left: 1.2rem; }
summary { cursor: pointer; }
.sheet { border: 1px solid var(--line); border-radius: .5rem; width: auto; overflow: hidden; }
.sheet .plot { height: min(75vh, 38rem); }
.sheet .still { display: none !important; }
.preview { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: end; padding: .5rem 1rem;
  min-height: 7rem; color: var(--quiet); font-size: .95rem; }
.preview p { flex: 1 1 12rem; align-self: center; margin: 0; }
.preview figure { margin: 0; } .preview figcaption { margin: .2rem 0 0; }
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
@media print {
  :root { --ground: #fff; --ink: #000; --quiet: #444; --line: #bbb; --soft: #eee; --link: #000; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  .scroll { overflow: visible; border: 0; }
  .picture img { min-width: 0 !important; }
  details.sources, .files, .sheet .plot, .preview { display: none; }
  .sheet .still { display: block !important; }
  table { font-size: 7.5pt; }
  th, td { padding: .2rem .3rem; }
  figure, tr, .finding { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
}
`;
