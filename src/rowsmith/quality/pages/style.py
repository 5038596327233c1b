"""How the page looks."""

STYLE = """
:root { color-scheme: light dark; --back: #f7f7f5; --card: #fff; --ink: #1d2327; --soft: #667077;
  --line: #e2e4e2; --bar: #3b6ea8; --yes: #1a7f4b; --no: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --back: #14171a; --card: #1d2125; --ink: #e6e8ea;
  --soft: #98a2aa; --line: #31373c; --bar: #6ea3dd; --yes: #5fc98f; --no: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 32px 20px 48px; }
h1 { font-size: 26px; margin: 0 0 8px; overflow-wrap: anywhere; }
h2 { font-size: 18px; margin: 36px 0 12px; overflow-wrap: anywhere; }
h3 { font-size: 15px; margin: 0 0 10px; overflow-wrap: anywhere; }
small { color: var(--soft); font-weight: normal; }
.verdict { font-size: 17px; margin: 0 0 12px; }
.yes > b, td.yes { color: var(--yes); } .no > b, td.no { color: var(--no); } td.open { color: var(--soft); }
dl { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 0; }
dl div { display: flex; gap: 6px; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 7px 12px; border-top: 1px solid var(--line); }
thead th { border-top: 0; color: var(--soft); font-weight: 600; }
td.clause { max-width: 360px; overflow-wrap: anywhere; }
code { font: 13px ui-monospace, SFMono-Regular, Menlo, monospace; overflow-wrap: anywhere; }
.cards { display: grid; gap: 14px; grid-template-columns: repeat(auto-fill, minmax(320px, 1fr)); }
article { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px; }
article dl { font-size: 13px; margin-top: 8px; }
article ul { list-style: none; margin: 10px 0 0; padding: 8px 0 0; border-top: 1px solid var(--line); font-size: 13px; }
article li span { float: right; color: var(--soft); margin-left: 10px; }
article li { overflow: hidden; }
svg { display: block; width: 100%; height: auto; fill: var(--bar); }
svg text { fill: var(--soft); font: 11px system-ui, sans-serif; }
.none, footer, i { color: var(--soft); } footer { margin-top: 36px; font-size: 13px; }
.broken { color: var(--no); }
"""
