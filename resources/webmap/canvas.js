"use strict";
/* One canvas over the map; it is painted again when the view moves, stretched while it zooms. */
FP.CanvasLayer = L.Layer.extend({
  initialize(paint) {
    this._paint = paint;
    this._pending = 0;
  },

  onAdd(map) {
    this._map = map;
    this._canvas = L.DomUtil.create("canvas", "fp-canvas leaflet-zoom-animated");
    this._canvas.setAttribute("aria-hidden", "true");
    map.getPane("overlayPane").appendChild(this._canvas);
    this.redraw();
  },

  onRemove() {
    cancelAnimationFrame(this._pending);
    this._canvas.remove();
  },

  getEvents() {
    return {
      moveend: this.redraw,
      resize: this.redraw,
      viewreset: this.redraw,
      move: this._moved,
      zoom: this._zoomed,
      zoomanim: this._animated,
    };
  },

  soon() {
    if (!this._pending) {
      this._pending = requestAnimationFrame(() => {
        this._pending = 0;
        this.redraw();
      });
    }
  },

  redraw() {
    const map = this._map, size = map.getSize(), ratio = window.devicePixelRatio || 1;
    if (!size.x || !size.y) return;
    const pad = size.multiplyBy(0.2).round(), zoom = map.getZoom();
    const width = size.x + 2 * pad.x, height = size.y + 2 * pad.y;
    const corner = map.containerPointToLayerPoint(pad.multiplyBy(-1));
    this._corner = map.layerPointToLatLng(corner);
    this._zoom = zoom;
    L.DomUtil.setTransform(this._canvas, corner, 1);
    L.DomUtil.setPosition(this._canvas, corner);
    this._canvas.width = Math.round(width * ratio);
    this._canvas.height = Math.round(height * ratio);
    this._canvas.style.width = width + "px";
    this._canvas.style.height = height + "px";
    const context = this._canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const origin = map.getPixelOrigin().add(corner);
    this._paint(FP.makeView(zoom, origin, width, height, ratio), context);
  },

  _moved() {
    const corner = this._map.latLngToContainerPoint(this._corner), size = this._map.getSize();
    const reach = { x: this._canvas.clientWidth, y: this._canvas.clientHeight };
    const inside = corner.x <= 0 && corner.y <= 0 && corner.x + reach.x >= size.x
      && corner.y + reach.y >= size.y;
    if (!inside && this._zoom === this._map.getZoom()) this.soon();
  },

  _zoomed() {
    const scale = this._map.getZoomScale(this._map.getZoom(), this._zoom);
    L.DomUtil.setTransform(this._canvas, this._map.latLngToLayerPoint(this._corner), scale);
  },

  _animated(event) {
    const scale = this._map.getZoomScale(event.zoom, this._zoom);
    const corner = this._map._latLngToNewLayerPoint(this._corner, event.zoom, event.center);
    L.DomUtil.setTransform(this._canvas, corner, scale);
  },
});

/* A view turns the data's whole numbers (steps from an origin in Web Mercator) into pixels. */
FP.makeView = function (zoom, origin, width, height, ratio) {
  const world = 256 * Math.pow(2, zoom), perMetre = world / FP.WORLD_M;
  const k = FP.data.step_m * perMetre;
  const cx = world / 2 + FP.data.origin[0] * perMetre - origin.x;
  const cy = world / 2 - FP.data.origin[1] * perMetre - origin.y;
  return {
    zoom, k, cx, cy, width, height, ratio,
    left: -cx / k, right: (width - cx) / k, top: cy / k, bottom: (cy - height) / k,
    x: (value) => cx + k * value,
    y: (value) => cy - k * value,
  };
};

FP.WORLD_M = 2 * Math.PI * 6378137;

FP.toLatLng = function (x, y) {
  return L.CRS.EPSG3857.unproject(
    L.point(FP.data.origin[0] + FP.data.step_m * x, FP.data.origin[1] + FP.data.step_m * y));
};

FP.fromLatLng = function (place) {
  const point = L.CRS.EPSG3857.project(place);
  return {
    x: (point.x - FP.data.origin[0]) / FP.data.step_m,
    y: (point.y - FP.data.origin[1]) / FP.data.step_m,
  };
};
