// What is wrong with this page: names, headings, landmarks, contrast. Returns sentences.
() => {
  const wrong = [];
  const visible = (node) =>
    node.checkVisibility({checkOpacity: false, checkVisibilityCSS: true}) && node.getClientRects().length > 0;
  const named = (node) =>
    (node.getAttribute("aria-label") ?? "").trim() !== "" ||
    (node.getAttribute("aria-labelledby") ?? "")
      .split(" ")
      .some((id) => document.getElementById(id)?.textContent.trim()) ||
    [...(node.labels ?? [])].some((label) => label.textContent.trim() !== "") ||
    (["BUTTON", "A", "SUMMARY"].includes(node.tagName) && node.textContent.trim() !== "");
  const beginning = (node) => (node.textContent || node.placeholder || "").trim().slice(0, 40);
  const tell = (node) => `${node.tagName.toLowerCase()}.${node.className} "${beginning(node)}"`;

  for (const node of document.querySelectorAll(
    "a, button, input, select, textarea, summary, [role=img], canvas, progress",
  )) {
    if (visible(node) && !named(node)) {
      wrong.push(`no name: ${tell(node)}`);
    }
  }
  const headings = [...document.querySelectorAll("h1, h2, h3, h4")].filter(visible);
  if (headings.filter((node) => node.tagName === "H1").length !== 1) {
    wrong.push(`${headings.filter((node) => node.tagName === "H1").length} headings of the first level`);
  }
  headings.reduce((before, node) => {
    const level = Number(node.tagName[1]);
    if (level > before + 1) {
      wrong.push(`a level is skipped before ${tell(node)}`);
    }
    return level;
  }, 0);
  for (const landmark of ["header", "main", "footer", "nav[aria-label=Main]"]) {
    if (document.querySelectorAll(landmark).length === 0) {
      wrong.push(`no ${landmark}`);
    }
  }
  for (const node of document.querySelectorAll("table")) {
    if (visible(node) && node.querySelectorAll("thead th[scope=col]").length === 0) {
      wrong.push(`a table without heads: ${tell(node)}`);
    }
  }
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  ids.filter((id, index) => ids.indexOf(id) !== index).forEach((id) => wrong.push(`the id ${id} twice`));

  const rgb = (text) => {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
    return {r, g, b, a};
  };
  const over = (top, ground) => ({
    r: top.r * top.a + ground.r * (1 - top.a),
    g: top.g * top.a + ground.g * (1 - top.a),
    b: top.b * top.a + ground.b * (1 - top.a),
    a: 1,
  });
  const light = ({r, g, b}) => {
    const [x, y, z] = [r, g, b].map((c) =>
      c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) {
      layers.push(rgb(getComputedStyle(at).backgroundColor));
      if (layers.at(-1).a === 1) {
        break;
      }
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), {r: 255, g: 255, b: 255, a: 1});
  };
  const seen = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (
      walker.currentNode.data.trim() === "" ||
      seen.has(node) ||
      !visible(node) ||
      node.closest(":disabled, .unseen, .skip, datalist, option, noscript")
    ) {
      continue;
    }
    seen.add(node);
    const style = getComputedStyle(node);
    const below = ground(node);
    const [a, b] = [light(over(rgb(style.color), below)), light(below)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const large =
      parseFloat(style.fontSize) >= 24 ||
      (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) {
      wrong.push(`contrast ${ratio.toFixed(2)}: ${tell(node)} ${style.color}`);
    }
  }
  return wrong;
};
