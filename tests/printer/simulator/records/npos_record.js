// What npos (npm, 0.5 or later) makes of the streams in npos.json; run again after changing a stream:
//     npm install npos && node npos_record.js
const fs = require("fs");
const npos = require("npos");

const file = __dirname + "/npos.json";
const streams = JSON.parse(fs.readFileSync(file, "utf8"));

async function read(stream) {
  const tree = await npos.parser().parse(Buffer.from(stream.bytes, "hex"));
  stream.commands = tree.tree.map((node) => [`${node.ascii} ${node.fn || ""}`.trim(), node.length]);
  const texts = tree.entries.filter((entry) => entry.type === "text").map((entry) => Buffer.from(entry.data));
  stream.text = Buffer.concat(texts).toString("hex");
}

Promise.all(streams.map(read)).then(() => fs.writeFileSync(file, JSON.stringify(streams, null, 1) + "\n"));
