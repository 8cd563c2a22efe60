// The cards of the map as pictures: drawn once a theme on a canvas, in the page's own type, and given to Cytoscape.
export const CARD = { width: 172, height: 62, beside: 60 };
const MANY = 120;
const WORDS = { promoter: "--good", favourable: "--good", neutral: "--secondary", reserved: "--watch-text", opposed: "--bad-text" };
const BARS = { ...WORDS, neutral: "--bar", reserved: "--watch", opposed: "--bad" };

/** The colours of the theme shown now, each resolved once. */
export function palette() {
  const known = new Map();
  return (name) => {
    if (!known.has(name)) {
      const probe = document.body.appendChild(document.createElement("i"));
      probe.hidden = true;
      probe.style.color = `var(${name})`;
      known.set(name, getComputedStyle(probe).color);
      probe.remove();
    }
    return known.get(name);
  };
}

/** A text cut where its room ends. */
function fitted(pen, text, room) {
  if (pen.measureText(text).width <= room) return text;
  let cut = text;
  while (cut && pen.measureText(`${cut}…`).width > room) cut = cut.slice(0, -1);
  return `${cut.trimEnd()}…`;
}

function standing(pen, one, x, y, colour, font) {
  let at = x;
  const piece = (text, weight, tint) => {
    pen.font = `${weight} 11px ${font}`;
    pen.fillStyle = colour(tint);
    const said = fitted(pen, text, x + 152 - at);
    pen.fillText(said, at, y);
    at += pen.measureText(said).width;
  };
  piece(one.stance_word, 650, WORDS[one.stance] ?? "--bad-text");
  if (one.role_word) piece(` · ${one.role_word}`, 450, "--secondary");
  if (one.days) {
    piece(" · ", 450, "--secondary");
    piece(one.days, one.late ? 650 : 450, one.late ? "--watch-text" : "--secondary");
  }
}

function draw(pen, one, colour, font) {
  const { width, height, beside } = CARD;
  const [x, y] = [beside, 2];
  pen.beginPath();
  pen.roundRect(x + 0.5, y + 0.5, width - 1, height - 1, 4);
  pen.fillStyle = colour("--sheet");
  pen.fill();
  if (BARS[one.stance]) {
    pen.save();
    pen.clip();
    pen.globalAlpha = one.stance === "favourable" ? 0.65 : 1;
    pen.fillStyle = colour(BARS[one.stance]);
    pen.fillRect(x, y, 6, height);
    pen.restore();
  }
  pen.setLineDash(one.initials ? [] : [4, 3]);
  pen.strokeStyle = colour(one.initials ? "--line-strong" : "--bad");
  pen.stroke();
  pen.setLineDash([]);
  pen.fillStyle = colour("--ink");
  pen.font = `600 13px ${font}`;
  pen.fillText(fitted(pen, one.name, width - (one.initials ? 50 : 24)), x + 15, y + 20);
  pen.fillStyle = colour("--secondary");
  pen.font = `450 11.5px ${font}`;
  pen.fillText(fitted(pen, one.title, width - (one.initials ? 36 : 24)), x + 15, y + 36);
  standing(pen, one, x + 15, y + 52, colour, font);
  pen.textAlign = "center";
  if (one.initials) {
    pen.beginPath();
    pen.arc(x + width - 17, y + 15, 10.5, 0, 2 * Math.PI);
    pen.fillStyle = colour("--ink");
    pen.fill();
    pen.fillStyle = colour("--sheet");
    pen.font = `650 9.5px ${font}`;
    pen.fillText(one.initials, x + width - 17, y + 18.5);
  } else {
    pen.textAlign = "right";
    pen.fillStyle = colour("--bad-text");
    pen.font = `600 11px ${font}`;
    const [first, ...rest] = one.nobody.split(" ");
    pen.fillText(first, x - 6, y + 28);
    pen.fillText(rest.join(" "), x - 6, y + 42);
  }
  pen.textAlign = "left";
}

/** The picture of each person, by their id. */
export function cards(people, colour) {
  const canvas = document.createElement("canvas");
  const scale = people.length > MANY ? 1.25 : 2;
  canvas.width = (CARD.width + 2 * CARD.beside) * scale;
  canvas.height = (CARD.height + 4) * scale;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const font = getComputedStyle(document.body).fontFamily;
  return new Map(people.map((one) => {
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    draw(pen, one, colour, font);
    // Cytoscape reads through each picture's address at every change of style: a blob's is short.
    const bytes = Uint8Array.from(atob(canvas.toDataURL("image/png").split(",")[1]), (sign) => sign.charCodeAt(0));
    return [one.id, URL.createObjectURL(new Blob([bytes], { type: "image/png" }))];
  }));
}
