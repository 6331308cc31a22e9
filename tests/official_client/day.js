// A whole day at the practice airline through the official client; ends with 1 on the first disagreement.
// Usage: node day.js CLIENT_FOLDER ADDRESS TOKEN
"use strict";
const assert = require("node:assert/strict");
const path = require("node:path");

const [folder, address, token] = process.argv.slice(2);
const { Duffel, DuffelError } = require(path.join(folder, "node_modules", "@duffel", "api"));
const duffel = new Duffel({ token, basePath: address });

const ahead = (days) => new Date(Date.now() + days * 86400e3).toISOString().slice(0, 10);
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function refused(code, promise) {
  const error = await promise.then(
    () => assert.fail(`${code} was expected, and it went well`),
    (thrown) => thrown,
  );
  assert.ok(error instanceof DuffelError, String(error));
  assert.equal(error.errors[0].code, code);
  assert.ok(error.meta.request_id);
}

async function offerOn(days) {
  const slices = [{ origin: "JFK", destination: "EWR", departure_date: ahead(days) }];
  const asked = { slices, passengers: [{ type: "adult" }], cabin_class: "economy", return_offers: false };
  const request = await duffel.offerRequests.create(asked);
  const offers = await duffel.offers.list({ offer_request_id: request.data.id, sort: "total_amount" });
  const found = offers.data.find((one) => one.owner.iata_code === "ZZ");
  return (await duffel.offers.get(found.id, { return_available_services: true })).data;
}

const people = (offer) =>
  offer.passengers.map((one) => ({
    id: one.id, title: "ms", gender: "f", given_name: "Amelia", family_name: "Earhart", born_on: "1987-07-24",
    email: "amelia@example.com", phone_number: "+442080160508",
  }));

async function ticketed(id) {
  for (let turn = 0; turn < 100; turn++) {
    const order = (await duffel.orders.get(id)).data;
    if (order.documents.length) return order;
    await pause(50);
  }
  return assert.fail("no tickets came");
}

async function holdPayAndCancel() {
  const offer = await offerOn(40);
  const order = { type: "hold", selected_offers: [offer.id], passengers: people(offer) };
  const held = (await duffel.orders.create(order)).data;
  assert.equal(held.payment_status.awaiting_payment, true);
  await refused("offer_request_already_booked", duffel.orders.create(order));
  const waiting = await duffel.orders.list({ awaiting_payment: true, sort: "payment_required_by" });
  assert.deepEqual(waiting.data.map((one) => one.id), [held.id]);
  const pay = (amount) =>
    duffel.payments.create({ order_id: held.id, payment: { type: "balance", amount, currency: held.total_currency } });
  await refused("payment_amount_does_not_match_order_amount", pay("1.00"));
  const payment = (await pay(held.total_amount)).data;
  assert.equal(payment.status, "succeeded");
  await refused("already_paid", pay(held.total_amount));
  assert.equal((await ticketed(held.id)).documents[0].type, "electronic_ticket");
  await cancelWithQuote(held.id, held.total_amount);
}

async function cancelWithQuote(id, total) {
  const stale = (await duffel.orderCancellations.create({ order_id: id })).data;
  const quote = (await duffel.orderCancellations.create({ order_id: id })).data;
  assert.deepEqual([quote.refund_amount, quote.refund_to, quote.confirmed_at], [total, "balance", null]);
  await refused("order_cancellation_stale", duffel.orderCancellations.confirm(stale.id));
  assert.ok((await duffel.orderCancellations.confirm(quote.id)).data.confirmed_at);
  assert.ok((await duffel.orderCancellations.get(quote.id)).data.confirmed_at);
  const listed = await duffel.orderCancellations.list({ order_id: id });
  assert.deepEqual(listed.data.map((one) => one.id).sort(), [stale.id, quote.id].sort());
  const order = (await duffel.orders.get(id)).data;
  assert.deepEqual([order.cancellation.id, order.available_actions], [quote.id, ["update"]]);
  await refused("already_cancelled", duffel.orderCancellations.create({ order_id: id }));
}

async function instantWithSeatAndBag() {
  const offer = await offerOn(50);
  const maps = (await duffel.seatMaps.get({ offer_id: offer.id })).data;
  const seats = maps.flatMap((one) => one.cabins).flatMap((one) => one.rows).flatMap((one) => one.sections)
    .flatMap((one) => one.elements).filter((one) => one.type === "seat" && one.available_services.length);
  const bag = offer.available_services.find((one) => one.type === "baggage");
  const services = [seats[0].available_services[0], bag];
  const total = [offer, ...services].reduce((sum, one) => sum + Math.round(Number(one.total_amount) * 100), 0);
  const body = (amount) => ({
    type: "instant", selected_offers: [offer.id], passengers: people(offer),
    services: services.map((one) => ({ id: one.id, quantity: 1 })),
    payments: [{ type: "balance", amount, currency: offer.total_currency }],
  });
  await refused("payment_amount_does_not_match_order_amount", duffel.orders.create(body(offer.total_amount)));
  const amount = (total / 100).toFixed(2);
  const booked = (await duffel.orders.create(body(amount))).data;
  assert.equal(booked.total_amount, amount);
  assert.deepEqual(booked.services.map((one) => one.type).sort(), ["baggage", "seat"]);
  const kinds = (await ticketed(booked.id)).documents.map((one) => one.type);
  assert.equal(kinds.filter((one) => one === "electronic_miscellaneous_document_associated").length, 2);
  const pay = { type: "balance", amount, currency: booked.total_currency };
  await refused("order_type_not_eligible_for_payment", duffel.payments.create({ order_id: booked.id, payment: pay }));
  await refused("not_found", duffel.orders.get("ord_unknown"));
  assert.deepEqual((await duffel.airlineInitiatedChanges.list(booked.id)).data, []);
}

holdPayAndCancel().then(instantWithSeatAndBag).then(
  () => console.log("the official client agrees"),
  (error) => {
    console.error(error instanceof DuffelError ? JSON.stringify(error, null, 1) : error);
    process.exitCode = 1;
  },
);
