"use strict";
/* Names of districts and streets and house numbers, placed so that none covers another. */
FP.paintLabels = function (view, context) {
  const taken = [];
  const free = (x, y, width, height) => {
    if (taken.some((t) => Math.abs(t[0] - x) < (t[2] + width) / 2 && Math.abs(t[1] - y) < (t[3] + height) / 2)) return false;
    taken.push([x, y, width, height]);
    return true;
  };
  const write = (text, x, y, angle) => {
    context.save();
    context.translate(x, y);
    context.rotate(angle);
    context.strokeText(text, 0, 0);
    context.fillText(text, 0, 0);
    context.restore();
  };
  for (const node of FP.data.nodes) {
    if (FP.nodeShown(node, view.zoom)) free(view.x(node.x), view.y(node.y), 24, 24);
  }
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  context.strokeStyle = "rgba(255,255,255,0.9)";
  context.setLineDash([]);
  if (FP.byYear && FP.trenches) FP.yearLabels(view, context, free, write);
  if (FP.shown.areas && view.zoom <= 16) FP.areaLabels(view, context, free, write);
  if (FP.shown.streets && FP.streets && view.zoom >= 15) FP.streetLabels(view, context, free, write);
  if (FP.shown.addresses && view.zoom >= 18) FP.houseLabels(view, context, free, write);
};

FP.areaLabels = function (view, context, free, write) {
  context.font = "600 13px system-ui, 'Segoe UI', sans-serif";
  context.fillStyle = "#5b564d";
  for (const area of FP.data.areas) {
    if (!area.name || area.kind === "municipality" || !FP.inView(view, area.box)) continue;
    const x = view.x(area.middle[0]), y = view.y(area.middle[1]), width = context.measureText(area.name).width;
    const room = view.k * (area.box[2] - area.box[0]);
    if ((area.kind === "district" || room > width) && free(x, y, width + 8, 18)) write(area.name, x, y, 0);
  }
};

/* Each street is named on its longest straight pieces that have room for the name. */
FP.streetLabels = function (view, context, free, write) {
  const lines = FP.streets, names = lines.words.name, pieces = [];
  context.font = "11px system-ui, 'Segoe UI', sans-serif";
  context.fillStyle = "#3d3a35";
  for (let i = 0; i < lines.points.length; i++) {
    if (!names[lines.name[i]] || !FP.inView(view, lines.box.subarray(4 * i, 4 * i + 4))) continue;
    const from = lines.start[i], to = lines.start[i + 1] - 1;
    const dx = view.k * (lines.x[to] - lines.x[from]), dy = -view.k * (lines.y[to] - lines.y[from]);
    const middle = (from + to) >> 1, next = Math.min(middle + 1, to);
    const angle = Math.atan2(-(lines.y[next] - lines.y[middle]), lines.x[next] - lines.x[middle]);
    pieces.push({
      name: names[lines.name[i]], length: Math.hypot(dx, dy), angle,
      x: view.x((lines.x[middle] + lines.x[next]) / 2), y: view.y((lines.y[middle] + lines.y[next]) / 2),
    });
  }
  pieces.sort((a, b) => b.length - a.length);
  const placed = new Map();
  for (const piece of pieces.slice(0, 600)) {
    const width = context.measureText(piece.name).width;
    const near = (placed.get(piece.name) || []).some(([x, y]) => Math.hypot(x - piece.x, y - piece.y) < 350);
    if (near || piece.length < width * 0.8) continue;
    const tilt = Math.abs(Math.cos(piece.angle)), rise = Math.abs(Math.sin(piece.angle));
    if (!free(piece.x, piece.y, width * tilt + 14, width * rise + 14)) continue;
    let angle = piece.angle;
    if (angle > Math.PI / 2) angle -= Math.PI;
    if (angle < -Math.PI / 2) angle += Math.PI;
    write(piece.name, piece.x, piece.y, angle);
    placed.set(piece.name, [...(placed.get(piece.name) || []), [piece.x, piece.y]]);
  }
};

FP.houseLabels = function (view, context, free, write) {
  const table = FP.addresses;
  context.font = "10px system-ui, 'Segoe UI', sans-serif";
  context.fillStyle = "#1f2933";
  for (let i = 0; i < table.length; i++) {
    const x = view.x(table.x[i]), y = view.y(table.y[i]) + 14;
    if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
    const number = table.words.number[table.number[i]];
    if (number && free(x, y, 8 + 6 * number.length, 11)) write(number, x, y, 0);
  }
};
