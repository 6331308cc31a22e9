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

async function offerOn(days, origin = "JFK", destination = "EWR") {
  const slices = [{ origin, destination, departure_date: ahead(days) }];
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

const hold = async (offer) =>
  (await duffel.orders.create({ type: "hold", selected_offers: [offer.id], passengers: people(offer) })).data;

const payment = (order) => ({ type: "balance", amount: order.total_amount, currency: order.total_currency });

async function instant(offer) {
  const body = { type: "instant", selected_offers: [offer.id], passengers: people(offer), payments: [payment(offer)] };
  return (await duffel.orders.create(body)).data;
}

async function releaseAnUnpaidHold() {
  const held = await hold(await offerOn(41));
  const quote = (await duffel.orderCancellations.create({ order_id: held.id })).data;
  assert.deepEqual([quote.refund_amount, quote.refund_to], ["0.00", "awaiting_payment"]);
  await duffel.orderCancellations.confirm(quote.id);
  await refused("already_cancelled", duffel.payments.create({ order_id: held.id, payment: payment(held) }));
  const order = (await duffel.orders.get(held.id)).data;
  assert.deepEqual([Boolean(order.cancelled_at), order.payment_status.awaiting_payment], [true, false]);
}

async function acceptWhatTheAirlineChanged() {
  const booked = await instant(await offerOn(42, "LHR", "LTN"));
  const [first] = (await duffel.airlineInitiatedChanges.list(booked.id)).data;
  const [newest, older] = (await duffel.airlineInitiatedChanges.list(booked.id)).data;
  assert.equal(older.id, first.id);
  assert.deepEqual([newest.action_taken, newest.available_actions.includes("accept")], [null, true]);
  assert.notEqual(newest.added[0].segments[0].departing_at, newest.removed[0].segments[0].departing_at);
  const waiting = await duffel.orders.list({ requires_action: true });
  assert.deepEqual(waiting.data.map((one) => one.id), [booked.id]);
  await refused("stale_airline_initiated_change_accept", duffel.airlineInitiatedChanges.accept(first.id));
  assert.equal((await duffel.airlineInitiatedChanges.accept(newest.id)).data.action_taken, "accepted");
  await refused("stale_airline_initiated_change_accept", duffel.airlineInitiatedChanges.accept(newest.id));
  const order = (await duffel.orders.get(booked.id)).data;
  assert.deepEqual([...new Set(order.airline_initiated_changes.map((one) => one.action_taken))], ["accepted"]);
  assert.equal(order.slices[0].segments[0].departing_at, newest.added[0].segments[0].departing_at);
  assert.deepEqual((await duffel.orders.list({ requires_action: true })).data, []);
}

async function creditsAndDocumentedRefusals() {
  const booked = await instant(await offerOn(43, "LTN", "SYD"));
  const quote = (await duffel.orderCancellations.create({ order_id: booked.id })).data;
  assert.deepEqual([quote.refund_to, quote.airline_credits[0].credit_code], ["airline_credits", null]);
  const done = (await duffel.orderCancellations.confirm(quote.id)).data;
  assert.match(done.airline_credits[0].credit_code, /^\d{13}$/);
  const poor = await hold(await offerOn(44, "LGW", "STN"));
  await refused("insufficient_balance", duffel.payments.create({ order_id: poor.id, payment: payment(poor) }));
  const offer = await offerOn(45, "LTN", "STN");
  assert.equal((await hold(offer)).id, undefined);
  await pause(700);
  const [silent] = (await duffel.orders.list({ offer_id: offer.id })).data;
  const answer = await duffel.payments.create({ order_id: silent.id, payment: payment(silent) });
  assert.equal(answer.data.id, undefined);
  await refused("already_paid", duffel.payments.create({ order_id: silent.id, payment: payment(silent) }));
  await refused("not_found", duffel.orderCancellations.confirm("ore_unknown"));
  await refused("not_found", duffel.airlineInitiatedChanges.accept("aic_unknown"));
}

holdPayAndCancel().then(instantWithSeatAndBag).then(releaseAnUnpaidHold).then(acceptWhatTheAirlineChanged)
  .then(creditsAndDocumentedRefusals).then(
  () => console.log("the official client agrees"),
  (error) => {
    console.error(error instanceof DuffelError ? JSON.stringify(error, null, 1) : error);
    process.exitCode = 1;
  },
);
