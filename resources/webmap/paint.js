"use strict";
/* Painting: areas, buildings, streets, sites, gaps, trenches, addresses, nodes, from below to above. */
FP.MOST_IMAGES = 1500;
FP.SEGMENTS_PER_STROKE = 1500;

FP.paintAll = function (view, context) {
  const shown = FP.shown, data = FP.data;
  context.lineJoin = "round";
  if (shown.ground) FP.paintGround(view, context);
  if (shown.areas) FP.paintAreas(view, context);
  if (shown.buildings && FP.buildings && view.zoom >= 15) {
    context.fillStyle = "#dedad2";
    FP.trace(view, context, FP.buildings, null, true);
  }
  if (shown.streets && FP.streets) FP.paintStreets(view, context);
  if (shown.gaps) FP.paintShapes(view, context, data.gaps, data.colours.area.gap, view.zoom < 16 ? 0.07 : 0);
  if (shown.sites) FP.paintShapes(view, context, data.sites, data.colours.area.site, 0.75);
  if (shown.ducts && FP.ducts) {
    FP.setStroke(context, data.colours.line.duct, 1);
    FP.trace(view, context, FP.ducts, null, false);
  }
  if (FP.trenches) FP.paintTrenches(view, context);
  if (shown.addresses) FP.paintAddresses(view, context);
  FP.paintNodes(view, context);
  if (shown.labels) FP.paintLabels(view, context);
  if (FP.marked) FP.paintMark(view, context);
};

FP.setStroke = function (context, style, scale) {
  context.strokeStyle = style.colour;
  context.lineWidth = style.width_px * scale;
  context.setLineDash(style.dash_px || []);
  context.lineCap = "butt";
};

/* Draw the parts of a line table that are in view; chosen: only parts it says yes to. */
FP.trace = function (view, context, lines, chosen, filled) {
  const { box, points, start, x: xs, y: ys } = lines, finish = () => (filled ? context.fill() : context.stroke());
  const { k, cx, cy } = view, least = 0.6;
  let segments = 0;
  context.beginPath();
  for (let i = 0; i < points.length; i++) {
    const b = 4 * i;
    if (box[b] > view.right || box[b + 2] < view.left || box[b + 1] > view.top
      || box[b + 3] < view.bottom || (chosen && !chosen(i))) continue;
    if (filled && k * (box[b + 2] - box[b]) < 1 && k * (box[b + 3] - box[b + 1]) < 1) continue;
    const last = start[i + 1] - 1;
    let x = cx + k * xs[start[i]], y = cy - k * ys[start[i]];
    context.moveTo(x, y);
    for (let at = start[i] + 1; at <= last; at++) {
      const nextX = cx + k * xs[at], nextY = cy - k * ys[at];
      if (at < last && Math.abs(nextX - x) < least && Math.abs(nextY - y) < least) continue;
      context.lineTo(nextX, nextY);
      x = nextX;
      y = nextY;
      segments++;
    }
    // Few segments per stroke: one long path is many times slower.
    if (segments > FP.SEGMENTS_PER_STROKE) {
      finish();
      context.beginPath();
      segments = 0;
    }
  }
  finish();
};

FP.paintStreets = function (view, context) {
  const lines = FP.streets, zoom = view.zoom;
  const widths = [0.8, 1.6, 3].map((width) => width * Math.pow(1.35, Math.max(zoom - 13, -2)));
  context.setLineDash([]);
  context.lineCap = zoom >= 16 ? "round" : "butt";
  const order = zoom < 14 ? [1, 2] : [0, 1, 2];
  if (zoom >= 15) {
    context.strokeStyle = "#c2bfb8";
    for (const rank of order) {
      context.lineWidth = Math.min(widths[rank], 22) + 1.6;
      FP.trace(view, context, lines, (i) => lines.rank[i] === rank, false);
    }
  }
  for (const rank of order) {
    context.strokeStyle = zoom >= 15 ? (rank ? "#ffffff" : "#f4efe4") : ["#dcd9d2", "#d2cfc8", "#bdb9b0"][rank];
    context.lineWidth = Math.min(widths[rank], 22);
    FP.trace(view, context, lines, (i) => lines.rank[i] === rank, false);
  }
};

FP.paintGround = function (view, context) {
  for (const area of FP.data.ground) {
    if (!FP.inView(view, area.box)) continue;
    FP.tracePath(view, context, area);
    context.fillStyle = FP.data.colours.ground[area.kind];
    context.fill("evenodd");
  }
};

FP.paintAreas = function (view, context) {
  for (const area of FP.data.areas) {
    if (!FP.inView(view, area.box)) continue;
    FP.tracePath(view, context, area);
    if (area.kind === "business_park") {
      context.fillStyle = "#ece6f0";
      context.fill();
    } else {
      context.strokeStyle = "#8f8a80";
      context.lineWidth = 1;
      context.setLineDash([7, 3, 1, 3]);
      context.stroke();
    }
  }
  context.setLineDash([]);
};

FP.paintShapes = function (view, context, shapes, style, opacity) {
  for (const shape of shapes) {
    if (!FP.inView(view, shape.box)) continue;
    FP.tracePath(view, context, shape);
    context.fillStyle = context.strokeStyle = style.colour;
    if (shape.type === "polygon" && opacity) {
      context.globalAlpha = opacity;
      context.fill("evenodd");
      context.globalAlpha = 1;
    }
    context.setLineDash(style.dash_px);
    context.strokeStyle = style.outline;
    context.lineWidth = shape.type === "line" ? 6.5 : style.width_px;
    context.stroke();
    if (shape.type !== "line") continue;
    context.strokeStyle = style.colour;
    context.lineWidth = 4;
    context.stroke();
  }
  context.setLineDash([]);
};

FP.tracePath = function (view, context, shape) {
  context.beginPath();
  for (const ring of shape.rings) {
    for (let i = 0; i < ring.length; i += 2) {
      const x = view.x(ring[i]), y = view.y(ring[i + 1]);
      if (shape.type === "point") context.rect(x - 7, y - 7, 14, 14);
      else if (i) context.lineTo(x, y);
      else context.moveTo(x, y);
    }
    if (shape.type === "polygon") context.closePath();
  }
};

FP.inView = function (view, box) {
  return box[0] <= view.right && box[2] >= view.left && box[1] <= view.top && box[3] >= view.bottom;
};

FP.paintTrenches = function (view, context) {
  const trenches = FP.trenches, levels = FP.data.levels;
  const scale = view.zoom >= 16 ? 1.25 : view.zoom >= 14 ? 1 : 0.65;
  if (FP.byYear) return FP.paintYears(view, context, scale);
  for (let code = levels.length - 1; code >= 0; code--) {
    const name = levels[code].code;
    if (!FP.shown["level_" + name] || (name === "lead_in" && view.zoom < 15)) continue;
    FP.setStroke(context, FP.data.colours.level[name], scale);
    context.lineCap = "round";
    FP.trace(view, context, trenches, (i) => trenches.level[i] === code, false);
  }
};

FP.symbolSize = function (zoom) {
  return [1.6, 2.2, 3, 4, 6, 8, 10, 12][Math.max(0, Math.min(Math.round(zoom) - 11, 7))];
};

FP.paintAddresses = function (view, context) {
  const { x: xs, y: ys, length } = FP.addresses, theme = FP.data.themes[FP.theme], codes = FP.addresses[theme.column];
  const size = FP.symbolSize(view.zoom), { k, cx, cy } = view;
  const left = view.left - size / k, right = view.right + size / k;
  const low = view.bottom - size / k, high = view.top + size / k;
  const seen = new Uint32Array(length);
  let count = 0;
  for (let i = 0; i < length; i++) {
    if (xs[i] >= left && xs[i] <= right && ys[i] >= low && ys[i] <= high) seen[count++] = i;
  }
  const stamps = count > FP.MOST_IMAGES ? new FP.Stamps(context.canvas) : null;
  // What is worst is painted last, so that no gap hides under a served house.
  for (const code of theme.paint_order) {
    const entry = theme.entries[code];
    if (FP.hidden.has(theme.column + code) || !entry.count) continue;
    const sprite = FP.sprite(entry, size, view.ratio), half = sprite.half;
    if (stamps) stamps.choose(sprite);
    for (let at = 0; at < count; at++) {
      const i = seen[at];
      if (codes[i] !== code) continue;
      const x = cx + k * xs[i] - half, y = cy - k * ys[i] - half;
      if (stamps) stamps.put(Math.round(x * view.ratio), Math.round(y * view.ratio));
      else context.drawImage(sprite.image, x, y, 2 * half, 2 * half);
    }
  }
  if (stamps) stamps.show(context);
};

/* Many symbols are written pixel by pixel into one picture: ten times faster than one by one. */
FP.Stamps = class {
  constructor(canvas) {
    this.width = canvas.width;
    this.height = canvas.height;
    this.picture = new ImageData(this.width, this.height);
    this.pixels = this.picture.data;
    this.words = new Uint32Array(this.pixels.buffer);
  }

  choose(sprite) {
    const side = sprite.image.width, data = sprite.image.getContext("2d").getImageData(0, 0, side, side).data;
    const words = new Uint32Array(data.buffer), inked = [...words.keys()].filter((i) => data[4 * i + 3]);
    this.side = side;
    this.steps = Int32Array.from(inked, (i) => (i % side) + Math.floor(i / side) * this.width);
    this.colours = Uint32Array.from(inked, (i) => words[i]);
    this.inks = Uint8Array.from(inked.flatMap((i) => [...data.subarray(4 * i, 4 * i + 4)]));
  }

  put(x, y) {
    if (x < 0 || y < 0 || x + this.side > this.width || y + this.side > this.height) return;
    const { pixels, words, steps, colours, inks } = this, corner = x + y * this.width;
    for (let p = 0; p < steps.length; p++) {
      const at = corner + steps[p], above = inks[4 * p + 3];
      // A whole pixel at once where nothing shines through or nothing lies below.
      if (above === 255 || !words[at]) {
        words[at] = colours[p];
        continue;
      }
      const below = (pixels[4 * at + 3] * (255 - above)) / 255, sum = above + below, share = above / sum;
      for (let c = 0, i = 4 * at; c < 3; c++, i++) pixels[i] += (inks[4 * p + c] - pixels[i]) * share;
      pixels[4 * at + 3] = sum;
    }
  }

  show(context) {
    const layer = document.createElement("canvas");
    layer.width = this.width;
    layer.height = this.height;
    layer.getContext("2d").putImageData(this.picture, 0, 0);
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(layer, 0, 0);
    context.restore();
  }
};

FP.sprites = new Map();

FP.sprite = function (entry, size, ratio) {
  const key = [entry.symbol, entry.colour, size, ratio].join();
  if (!FP.sprites.has(key)) {
    const half = size * 0.75 + (size < 4 ? 0.5 : 1.5), image = document.createElement("canvas");
    image.width = image.height = Math.ceil(2 * half * ratio);
    const context = image.getContext("2d", { willReadFrequently: true });
    context.scale(image.width / (2 * half), image.height / (2 * half));
    FP.drawSymbol(context, entry, half, half, size);
    FP.sprites.set(key, { image, half });
  }
  return FP.sprites.get(key);
};

FP.drawSymbol = function (context, entry, x, y, size) {
  const r = size / 2;
  if (size < 4) {
    context.fillStyle = entry.colour;
    context.fillRect(x - r, y - r, size, size);
    return;
  }
  const corners = {
    triangle: [[0, -1.15], [1.05, 0.75], [-1.05, 0.75]],
    diamond: [[0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]],
    square: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
    star: Array.from({ length: 10 }, (_, i) => {
      const reach = i % 2 ? 0.5 : 1.2, turn = (Math.PI * i) / 5;
      return [reach * Math.sin(turn), -reach * Math.cos(turn)];
    }),
  }[entry.symbol];
  context.beginPath();
  if (corners) corners.forEach(([dx, dy], i) => context[i ? "lineTo" : "moveTo"](x + r * dx, y + r * dy));
  else context.arc(x, y, r * 0.95, 0, 2 * Math.PI);
  context.closePath();
  context.fillStyle = entry.symbol === "ring" ? "#ffffff" : entry.colour;
  context.fill();
  context.lineWidth = entry.symbol === "ring" ? Math.max(1.2, size / 5) : size < 7 ? 0.5 : 1;
  context.strokeStyle = entry.symbol === "ring" ? entry.colour : FP.data.colours.outline;
  context.stroke();
};

/* Seen from far off, some hundred cabinets would hide the town. */
FP.nodeShown = function (node, zoom) {
  return FP.shown["node_" + node.kind] && (node.kind === "pop" || zoom >= 13);
};

FP.paintNodes = function (view, context) {
  for (const node of FP.data.nodes) {
    if (!FP.nodeShown(node, view.zoom)) continue;
    const x = view.x(node.x), y = view.y(node.y), style = FP.data.colours.node[node.kind];
    if (x < -20 || y < -20 || x > view.width + 20 || y > view.height + 20) continue;
    const size = style.size_px * (view.zoom >= 15 ? 1 : node.kind === "pop" ? 0.9 : 0.6);
    context.beginPath();
    context.arc(x, y, size * 0.85, 0, 2 * Math.PI);
    context.fillStyle = "rgba(255,255,255,0.85)";
    context.fill();
    FP.drawSymbol(context, style, x, y, size);
  }
};

FP.paintMark = function (view, context) {
  const x = view.x(FP.marked.x), y = view.y(FP.marked.y);
  context.setLineDash([]);
  for (const [colour, width] of [["#ffffff", 6], ["#000000", 2.5]]) {
    context.beginPath();
    context.arc(x, y, 14, 0, 2 * Math.PI);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }
};
