// @ts-check
// The handler that one would write with the documentation of Express 5, express-basic-auth and jsonata at hand.
import { createServer } from 'node:http';
import express from 'express';
import basicAuth from 'express-basic-auth';
import jsonata from 'jsonata';
import { request } from 'undici';
import { listen } from './ready.js';
import { crmToken, login, password } from './scene.js';

const crmUrl = process.argv[2];

const toCrm = jsonata(`{ "phone": "+" & msisdn }`);
const toKoshelek = jsonata(`{
  "card": items[0].card.{
    "cardNumber": $string(number),
    "cardState": status = "ACTIVE" ? "active" : "inactive",
    "barcode": {
      "barcodeNumber": $string(number),
      "barcodeType": $lookup({ "EAN13": "EAN_13", "CODE128": "CODE_128" }, barcodeType)
    }
  }
}`);

const app = express();
app.use(basicAuth({ users: { [login]: password }, challenge: true }));
app.get('/v1/card', async (req, res) => {
  const query = await toCrm.evaluate(req.query);
  const reply = await request(`${crmUrl}/customers?${new URLSearchParams(query)}`, {
    headers: { authorization: `Bearer ${crmToken}` },
  });
  res.json(await toKoshelek.evaluate(await reply.body.json()));
});

listen(createServer(app));
