"use strict";
/* The panel beside the map: title, figures, legend that switches layers, background map. */
FP.make = function (parent, tag, name, text) {
  const made = parent.appendChild(document.createElement(tag));
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
};

FP.addPanel = function (map) {
  const data = FP.data, t = data.texts, panel = document.getElementById("fp-panel");
  const head = FP.make(panel, "header");
  FP.make(head, "h1", "", data.title);
  FP.make(head, "p", "", data.subtitle);
  if (data.confidential) FP.make(head, "p", "fp-confidential", data.confidential);
  FP.addSearch(map, head);
  const toggle = FP.make(head, "button", "fp-toggle", t.legend);
  toggle.type = "button";
  toggle.addEventListener("click", () => document.body.classList.toggle("fp-open"));
  const body = FP.make(panel, "div", "fp-body");
  FP.addLegend(map, body);
  for (const group of data.figures) FP.addFigures(body, group);
  FP.tileLayer = function (entry) {
  return L.tileLayer(entry.url, {
    minNativeZoom: entry.min_zoom, maxNativeZoom: entry.max_zoom, maxZoom: 20,
    zz: (tile) => String(tile.z).padStart(entry.digits, "0"),
    attribution: FP.escape(entry.attribution),
  });
};

FP.addBackgrounds(map, body);
  const foot = FP.make(body, "footer");
  for (const text of data.attributions) FP.make(foot, "p", "", text);
};

FP.addFigures = function (parent, group) {
  const section = FP.make(parent, "details");
  section.open = group.open;
  FP.make(section, "summary", "", group.heading);
  const table = FP.make(section, "table");
  for (const [label, value, note] of group.rows) {
    const row = table.insertRow();
    FP.make(row, "th", "", label).scope = "row";
    FP.make(row, "td", value.length < 22 ? "fp-short" : "", value);
    if (!note) continue;
    const below = FP.make(table.insertRow(), "td", "fp-note", note);
    below.colSpan = 2;
  }
};

FP.addLegend = function (map, parent) {
  const t = FP.data.texts, section = FP.make(parent, "details");
  section.open = true;
  FP.make(section, "summary", "", t.legend);
  const row = FP.make(section, "label", "fp-theme", t.addresses_by);
  const choice = FP.make(row, "select");
  FP.data.themes.forEach((theme, i) => { FP.make(choice, "option", "", theme.label).value = i; });
  const classes = FP.make(section, "div");
  const fill = () => {
    classes.replaceChildren();
    const theme = FP.data.themes[FP.theme];
    theme.entries.forEach((entry, code) => {
      if (!entry.count) return;
      const key = theme.column + code;
      FP.legendRow(classes, entry.label, FP.number(entry.count), (context) => FP.drawSymbol(context, entry, 11, 9, 11),
        !FP.hidden.has(key), (on) => { if (on) FP.hidden.delete(key); else FP.hidden.add(key); });
    });
  };
  choice.addEventListener("change", () => { FP.theme = Number(choice.value); fill(); FP.layer.soon(); });
  fill();
  const levels = [];
  FP.addYears(section, () => levels.forEach((redraw) => redraw()));
  for (const entry of FP.data.layers) {
    const redraw = FP.legendRow(section, entry.label, entry.count ? FP.number(entry.count) : "", (context) => FP.drawKey(context, entry),
      FP.shown[entry.name], (on) => { FP.shown[entry.name] = on; });
    if (entry.name.startsWith("level_")) levels.push(redraw);
  }
};

FP.legendRow = function (parent, label, count, draw, on, change) {
  const row = FP.make(parent, "label", "fp-row");
  const box = FP.make(row, "input");
  box.type = "checkbox";
  box.checked = on;
  box.addEventListener("change", () => { change(box.checked); FP.layer.soon(); });
  const key = FP.make(row, "canvas"), ratio = window.devicePixelRatio || 1;
  key.width = 22 * ratio;
  key.height = 18 * ratio;
  const context = key.getContext("2d");
  context.scale(ratio, ratio);
  const redraw = () => { context.clearRect(0, 0, 22, 18); draw(context); };
  redraw();
  FP.make(row, "span", "", label);
  FP.make(row, "span", "fp-count", count);
  return redraw;
};

FP.drawKey = function (context, entry) {
  const colours = FP.data.colours, style = entry.style ? colours[entry.style[0]][entry.style[1]] : null;
  if (entry.shape === "line") {
    // Coloured by year, the levels are told apart by their widths alone.
    const plain = FP.byYear && entry.name.startsWith("level_");
    FP.setStroke(context, plain ? { ...style, colour: "#4a4a4a" } : style, 1);
    context.beginPath();
    context.moveTo(1, 9);
    context.lineTo(21, 9);
    context.stroke();
  } else if (entry.shape === "area") {
    context.fillStyle = style ? style.colour : entry.colour;
    context.globalAlpha = entry.opacity;
    context.fillRect(3, 3, 16, 12);
    context.globalAlpha = 1;
    context.strokeStyle = style ? style.outline : "#8f8a80";
    context.setLineDash(style ? style.dash_px : []);
    context.strokeRect(3, 3, 16, 12);
  } else if (entry.shape === "symbol") {
    FP.drawSymbol(context, style, 11, 9, 13);
  } else {
    context.font = "600 12px system-ui, sans-serif";
    context.fillStyle = "#3d3a35";
    context.fillText("Abc", 0, 13);
  }
};

FP.addBackgrounds = function (map, parent) {
  const t = FP.data.texts, label = FP.make(parent, "label", "fp-theme", t.background);
  const choice = FP.make(label, "select");
  FP.make(choice, "option", "", t.no_background).value = "";
  FP.data.backgrounds.forEach((entry, i) => { FP.make(choice, "option", "", entry.label).value = i; });
  FP.make(parent, "p", "fp-hint", t.needs_internet);
  let tiles = null;
  choice.addEventListener("change", () => {
    if (tiles) tiles.remove();
    const entry = FP.data.backgrounds[choice.value];
    tiles = entry ? FP.tileLayer(entry).addTo(map) : null;
  });
};
