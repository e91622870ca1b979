// @ts-check
// The handlers that one would write with the documentation of Express 5, express-basic-auth and jsonata at hand.
import { createServer } from 'node:http';
import express from 'express';
import basicAuth from 'express-basic-auth';
import jsonata from 'jsonata';
import { request } from 'undici';
import { listen } from './ready.js';
import { crmToken, login, password } from './scene.js';

const crmUrl = process.argv[2];

const cardOf = `{
  "cardNumber": $string(number),
  "cardState": status = "ACTIVE" ? "active" : "inactive",
  "barcode": {
    "barcodeNumber": $string(number),
    "barcodeType": $lookup({ "EAN13": "EAN_13", "CODE128": "CODE_128" }, barcodeType)
  }
}`;
const toCrm = jsonata(`{ "phone": "+" & msisdn }`);
const toFound = jsonata(`{ "card": items[0].card.${cardOf} }`);
const toCard = jsonata(`{
  "card": $merge([
    card.${cardOf},
    { "bonus": {
        "total": $string(bonus.total),
        "available": $string(bonus.available),
        "bonuses": [bonus.lots.{
          "description": title,
          "amount": $string(amount),
          "validUntil": $substring(expires, 0, 10)
        }]
    } }
  ])
}`);

const app = express();
app.use(basicAuth({ users: { [login]: password }, challenge: true }));
app.get('/v1/card', async (req, res) => {
  const query = await toCrm.evaluate(req.query);
  const found = await read(`/customers?${new URLSearchParams(query)}`);
  res.json(await toFound.evaluate(found));
});
app.get('/v1/card/:cardNumber', async (req, res) => {
  const path = `/cards/${encodeURIComponent(req.params.cardNumber)}`;
  const [card, bonus] = await Promise.all([read(path), read(`${path}/bonuses`)]);
  res.json(await toCard.evaluate({ card, bonus }));
});

/** @param {string} path */
async function read(path) {
  const reply = await request(crmUrl + path, { headers: { authorization: `Bearer ${crmToken}` } });
  return reply.body.json();
}

listen(createServer(app));
