/* QR codes of photos and of the camera: the browser's own reader where it has one, else jsQR in several sizes. */
var Photo = (function () {
  "use strict";

  function canvasOf(source, x, y, w, h, most, turn) {
    var scale = Math.min(most / Math.max(w, h), 3), canvas = document.createElement("canvas"), ink;
    var cw = Math.max(1, Math.round(w * scale)), ch = Math.max(1, Math.round(h * scale)), side = Math.ceil(Math.sqrt(cw * cw + ch * ch));
    canvas.width = turn ? side : cw;
    canvas.height = turn ? side : ch;
    ink = canvas.getContext("2d", { willReadFrequently: true }) || canvas.getContext("2d");
    ink.fillStyle = "#fff";
    ink.fillRect(0, 0, canvas.width, canvas.height);
    if (turn) { ink.translate(side / 2, side / 2); ink.rotate(turn * Math.PI / 180); ink.translate(-cw / 2, -ch / 2); }
    ink.drawImage(source, x, y, w, h, 0, 0, cw, ch);
    return { data: ink.getImageData(0, 0, canvas.width, canvas.height), canvas: canvas };
  }

  function tries(w, h) {
    var out = [[0, 0, w, h, 1600, 0], [0, 0, w, h, 2600, 0], [0, 0, w, h, 1000, 0]], x, y;
    for (y = 0; y < 3; y++) for (x = 0; x < 3; x++) out.push([x * w / 4, y * h / 4, w / 2, h / 2, 1400, 0]);
    out.push([0, 0, w, h, 1600, 30], [0, 0, w, h, 1600, 60]);
    return out;
  }

  function own() {
    try { return window.BarcodeDetector ? new window.BarcodeDetector({ formats: ["qr_code"] }) : null; } catch (_) { return null; }
  }

  function quick(source, w, h, detector) {  // one look, for the camera
    if (detector) return detector.detect(source).then(function (f) { return f.length ? f[0].rawValue : ""; }, function () { return ""; });
    var c = canvasOf(source, 0, 0, w, h, 1200, 0).data, found = jsQR(c.data, c.width, c.height, { inversionAttempts: "dontInvert" });
    return Promise.resolve(found ? found.data : "");
  }

  /* Promise of the text of the first QR code that `good` takes; else of any; '' when there is none. */
  function read(image, good) {
    var w = image.naturalWidth, h = image.naturalHeight, left = tries(w, h), other = "", detector = own();
    function next(done) {
      var one = left.shift();
      if (!one) return done(other);
      var c = canvasOf(image, one[0], one[1], one[2], one[3], one[4], one[5]).data;
      var found = jsQR(c.data, c.width, c.height, { inversionAttempts: "dontInvert" });
      if (found && good(found.data)) return done(found.data);
      if (found && found.data) other = found.data;
      setTimeout(function () { next(done); }, 0);
    }
    return (detector ? quick(image, w, h, detector) : Promise.resolve("")).then(function (text) {
      if (good(text)) return text;
      return new Promise(function (done) { next(done); });
    });
  }

  function fromFile(file) {
    return new Promise(function (done, fail) {
      var image = new Image(), address = URL.createObjectURL(file);
      image.onload = function () { URL.revokeObjectURL(address); done(image); };
      image.onerror = function () { URL.revokeObjectURL(address); fail(new Error("image")); };
      image.src = address;
    });
  }

  return { read: read, fromFile: fromFile, quick: quick, own: own };
}());
