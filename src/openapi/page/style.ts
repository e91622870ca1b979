/** The one style sheet of the page. Colours meet WCAG 2.2 AA (1.4.3) in both schemes. */
export const style = `
:root {
  color-scheme: light dark;
  --text: #1c1e21; --faint: #55595f; --ground: #ffffff; --box: #f4f5f7; --line: #d5d8dd; --link: #0b57c2;
}
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e7e9; --faint: #a9adb4; --ground: #16181b; --box: #212429; --line: #3b4047; --link: #8ab8ff; }
}
* { box-sizing: border-box; }
body {
  margin: 0; color: var(--text); background: var(--ground);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: break-word;
}
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--ground); }
.plain { padding: 0 1.5rem; }
.columns { display: grid; grid-template-columns: 19rem minmax(0, 60rem); gap: 2.5rem; padding: 0 1.5rem; }
nav { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; padding: 1.5rem 0; font-size: .9rem; }
nav ol { list-style: none; margin: 0; padding: 0; }
nav li { padding: .2rem 0; }
h1 { line-height: 1.2; }
h2 { margin-top: 3rem; padding-top: .75rem; border-top: 1px solid var(--line); }
h3 { margin: 1.5rem 0 .5rem; font-size: 1rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
pre { margin: .5rem 0; padding: .75rem 1rem; background: var(--box); overflow-x: auto; }
.route { padding: .5rem 1rem; background: var(--box); font-family: ui-monospace, monospace; }
.faint { color: var(--faint); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--faint); font-weight: normal; }
tbody th { font-weight: normal; }
@media (max-width: 60rem) {
  .columns { grid-template-columns: minmax(0, 1fr); gap: 0; padding: 0 1rem; }
  nav { position: static; max-height: none; }
}
@media print {
  nav, .skip { display: none; }
  .columns { display: block; padding: 0; }
  h2, h3, .route { break-after: avoid; }
  tr, pre { break-inside: avoid; }
  pre { white-space: pre-wrap; }
}
`;
