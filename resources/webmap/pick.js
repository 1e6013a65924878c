"use strict";
/* What lies under a click, told as text: nothing from the data is ever read as markup. */
FP.nearestAddress = function (place, reach) {
  const table = FP.addresses, theme = FP.data.themes[FP.theme], codes = table[theme.column];
  const { x, y, length } = table;
  let best = -1, least = reach * reach;
  for (let i = 0; i < length; i++) {
    const dx = x[i] - place.x, dy = y[i] - place.y, distance = dx * dx + dy * dy;
    if (distance < least && !FP.hidden.has(theme.column + codes[i])) {
      least = distance;
      best = i;
    }
  }
  return best;
};

FP.nearestLine = function (lines, place, reach, chosen) {
  let best = -1, least = reach;
  for (let i = 0; i < lines.points.length; i++) {
    const b = 4 * i, box = lines.box;
    if (place.x < box[b] - reach || place.x > box[b + 2] + reach || place.y < box[b + 1] - reach
      || place.y > box[b + 3] + reach || !chosen(i)) continue;
    for (let at = lines.start[i]; at < lines.start[i + 1] - 1; at++) {
      const x = lines.x[at], y = lines.y[at], dx = lines.x[at + 1] - x, dy = lines.y[at + 1] - y;
      const length = dx * dx + dy * dy;
      const t = length ? Math.max(0, Math.min(1, ((place.x - x) * dx + (place.y - y) * dy) / length)) : 0;
      const distance = Math.hypot(place.x - x - t * dx, place.y - y - t * dy);
      if (distance < least) {
        least = distance;
        best = i;
      }
    }
  }
  return best;
};

FP.shapeAt = function (shapes, place, reach) {
  return shapes.find((shape) => {
    const box = shape.box;
    if (place.x < box[0] - reach || place.x > box[2] + reach || place.y < box[1] - reach || place.y > box[3] + reach) return false;
    if (shape.type !== "polygon") return true;
    let inside = false;
    for (const ring of shape.rings) {
      for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
        if (ring[i + 1] > place.y !== ring[j + 1] > place.y
          && place.x < ((ring[j] - ring[i]) * (place.y - ring[i + 1])) / (ring[j + 1] - ring[i + 1]) + ring[i]) inside = !inside;
      }
    }
    return inside;
  });
};

FP.pick = function (event) {
  const map = event.target, place = FP.fromLatLng(event.latlng);
  const metres = FP.WORLD_M / (256 * Math.pow(2, map.getZoom())), pixel = metres / FP.data.step_m;
  const shown = FP.shown;
  const node = FP.data.nodes.find((n) => FP.nodeShown(n, map.getZoom()) && Math.hypot(n.x - place.x, n.y - place.y) < 11 * pixel);
  if (node) return FP.openPopup(map, node, FP.nodeCard(node));
  const address = shown.addresses ? FP.nearestAddress(place, 11 * pixel) : -1;
  if (address >= 0) return FP.showAddress(map, address);
  const levels = FP.data.levels, trenches = FP.trenches;
  const visible = (i) => shown["level_" + levels[trenches.level[i]].code] && !(FP.byYear && FP.hiddenYears.has(trenches.year[i])) && (map.getZoom() >= 15 || levels[trenches.level[i]].code !== "lead_in");
  const trench = trenches ? FP.nearestLine(trenches, place, 7 * pixel, visible) : -1;
  if (trench >= 0) return FP.openPopup(map, place, FP.trenchCard(trench));
  const site = shown.sites && FP.shapeAt(FP.data.sites, place, 6 * pixel);
  if (site) return FP.openPopup(map, place, FP.card(site.title, site.rows));
  const gap = shown.gaps && FP.shapeAt(FP.data.gaps, place, 0);
  if (gap) return FP.openPopup(map, place, FP.card(gap.title, gap.rows));
  FP.marked = null;
  FP.layer.soon();
};

FP.showAddress = function (map, index) {
  FP.marked = { x: FP.addresses.x[index], y: FP.addresses.y[index] };
  FP.layer.soon();
  FP.openPopup(map, FP.marked, FP.addressCard(index));
};

FP.openPopup = function (map, place, content) {
  L.popup({ maxWidth: 320, minWidth: 200, autoPanPadding: [20, 20] })
    .setLatLng(FP.toLatLng(place.x, place.y)).setContent(content).openOn(map);
};

/* A heading and rows of label and text, built of text nodes alone. */
FP.card = function (title, rows) {
  const card = document.createElement("div");
  card.className = "fp-card";
  card.appendChild(document.createElement("h3")).textContent = title;
  const list = card.appendChild(document.createElement("dl"));
  for (const [label, text] of rows) {
    if (text === "" || text === null || text === undefined) continue;
    list.appendChild(document.createElement("dt")).textContent = label;
    list.appendChild(document.createElement("dd")).textContent = text;
  }
  return card;
};

FP.addressCard = function (i) {
  const table = FP.addresses, words = table.words, t = FP.data.texts;
  const word = (column) => (table[column] ? words[column][table[column][i]] : "");
  const number = (column, none) => (table[column] && table[column][i] !== none ? table[column][i] : null);
  const down = number("down", 65535), up = number("up", 65535), dwellings = number("dwellings", 65535);
  const rates = down === null ? "" : `${FP.number(down)} / ${up === null ? "–" : FP.number(up)} Mbit/s`;
  const status = word("status"), reason = word("reason"), lead = number("lead_in_dm", 65535);
  const cost = number("cost_eur", 4294967295), way = number("path_m", 4294967295);
  return FP.card(`${word("street")} ${word("number")}`.trim() || t.address, [
    [t.place, [word("postcode"), word("city"), word("district")].filter(Boolean).join(" · ")],
    [t.coverage_class, word("coverage_class")],
    [t.eligible, word("eligible")],
    [t.rule, word("rule")],
    [t.supply, [word("technology"), rates].filter(Boolean).join(", ")],
    [t.provider, word("provider")],
    [t.dwellings, dwellings === null ? "" : FP.number(dwellings)],
    [t.year, word("year")],
    [t.plan, reason ? `${status}: ${reason}` : status],
    [t.cabinet, word("cabinet")],
    [t.lead_in, lead === null ? "" : `${FP.number(lead / 10, 1)} m`],
    [t.way, way === null ? "" : `${FP.number(way)} m`],
    [t.cost_share, cost === null ? "" : FP.money(cost)],
  ]);
};

FP.trenchCard = function (i) {
  const table = FP.trenches, t = FP.data.texts, word = (column) => table.words[column][table[column][i]];
  return FP.card(`${t.trench}: ${FP.data.levels[table.level[i]].label}`, [
    [t.street, word("street")],
    [t.method, [word("method"), word("surface")].filter(Boolean).join(", ")],
    [t.year, table.year ? FP.data.years[table.year[i]].label : ""],
    [t.length, `${FP.number(table.length_dm[i] / 10, 1)} m`],
    [t.units, FP.number(table.units[i])],
    [t.ducts, word("ducts")],
    [t.cable, word("cable")],
    [t.fibres, table.fibres[i] ? FP.number(table.fibres[i]) : ""],
    [t.cost, FP.money(table.cost_eur[i])],
  ]);
};

FP.nodeCard = function (node) {
  const t = FP.data.texts;
  return FP.card(node.title, [
    [t.units, node.capacity ? `${FP.number(node.units)} / ${FP.number(node.capacity)}` : FP.number(node.units)],
    [t.cost, node.cost_eur === null ? "" : FP.money(node.cost_eur)],
    [t.note, node.existing ? t.existing : ""],
  ]);
};
