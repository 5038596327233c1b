"""`/docs`: the operations on one page, made from `/openapi.json`; loads nothing from elsewhere."""

# ruff: noqa: E501 - a page, not code

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rowsmith: HTTP operations</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a }
  h2 { margin-top: 2.5rem; border-bottom: 1px solid #ddd }
  details { margin: .4rem 0; border: 1px solid #e3e3e3; border-radius: 6px; padding: .4rem .8rem }
  summary { cursor: pointer } summary code { font-weight: 600 }
  .verb { display: inline-block; min-width: 4.5rem; font: 600 13px monospace }
  pre { background: #f6f6f6; padding: .8rem; overflow: auto; border-radius: 6px; font-size: 13px }
  .meaning { color: #555 }
</style>
<h1>Rowsmith</h1>
<p>Every operation of this server. The machine-readable document is <a href="openapi.json">openapi.json</a>.</p>
<main></main>
<script>
const make = (tag, text, parent) => {
  const node = document.createElement(tag); node.textContent = text; parent.append(node); return node;
};
fetch("openapi.json").then(answer => answer.json()).then(api => {
  const main = document.querySelector("main"), groups = {};
  for (const [path, verbs] of Object.entries(api.paths))
    for (const [verb, what] of Object.entries(verbs))
      (groups[(what.tags || ["other"])[0]] ||= []).push([verb.toUpperCase(), path, what]);
  const meaning = Object.fromEntries(api.tags.map(tag => [tag.name, tag.description]));
  for (const [name, entries] of Object.entries(groups)) {
    make("h2", name, main); make("p", meaning[name] || "", main).className = "meaning";
    for (const [verb, path, what] of entries) {
      const box = make("details", "", main), head = make("summary", "", box);
      make("span", verb, head).className = "verb"; make("code", path, head); make("span", "  " + what.summary, head);
      make("p", what.description || "", box);
      for (const item of what.parameters || [])
        make("p", `${item.in} ${item.name}${item.required ? " (required)" : ""}: ${item.description || ""}`, box);
      const body = what.requestBody?.content["application/json"]?.schema;
      const model = body?.$ref ? api.components.schemas[body.$ref.split("/").pop()] : body;
      if (model) make("pre", JSON.stringify(model.examples?.[0] ?? model, null, 2), box);
      make("p", "answers: " + Object.entries(what.responses).map(([code, r]) => code + " " + r.description).join("  "), box)
        .className = "meaning";
    }
  }
});
</script>
</html>
"""
