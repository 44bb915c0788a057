// How each kind of event is written and read: what event_json.cc is made of.
//
// Internal to model/. write() puts the keys of one event in their order, the event's own
// "time" and "type" among them; read_body() takes them apart again.
//
// Owner:   pure functions. Threads: any.
// Failure: write() cannot fail; read_body() complains to the Fields.

#pragma once

#include <string_view>

#include "model/event.h"
#include "model/event_fields.h"
#include "model/json_text.h"

namespace muniment {

// What every event has.
struct EventTail {
  Time time;
  std::string_view type;
};

void write(JsonObject& out, const LedgerStarted& e, const EventTail& tail);
void write(JsonObject& out, const StoreEnrolled& e, const EventTail& tail);
void write(JsonObject& out, const ItemAdded& e, const EventTail& tail);
void write(JsonObject& out, const ItemAltered& e, const EventTail& tail);
void write(JsonObject& out, const ItemMoved& e, const EventTail& tail);
void write(JsonObject& out, const ItemRemoved& e, const EventTail& tail);
void write(JsonObject& out, const ItemsVerified& e, const EventTail& tail);
void write(JsonObject& out, const PlaceUnobserved& e, const EventTail& tail);
void write(JsonObject& out, const PlaceObserved& e, const EventTail& tail);
void write(JsonObject& out, const ScanFinished& e, const EventTail& tail);
void write(JsonObject& out, const CheckFinished& e, const EventTail& tail);
void write(JsonObject& out, const GapRecorded& e, const EventTail& tail);
void write(JsonObject& out, const AuthorityAdded& e, const EventTail& tail);
void write(JsonObject& out, const AuthorityPaths& e, const EventTail& tail);
void write(JsonObject& out, const IncidentRecorded& e, const EventTail& tail);
void write(JsonObject& out, const AgentStarted& e, const EventTail& tail);
void write(JsonObject& out, const AgentStopped& e, const EventTail& tail);
void write(JsonObject& out, const KeyRotated& e, const EventTail& tail);
void write(JsonObject& out, const WitnessConflict& e, const EventTail& tail);

void read_body(Fields& json, LedgerStarted& e);
void read_body(Fields& json, StoreEnrolled& e);
void read_body(Fields& json, ItemAdded& e);
void read_body(Fields& json, ItemAltered& e);
void read_body(Fields& json, ItemMoved& e);
void read_body(Fields& json, ItemRemoved& e);
void read_body(Fields& json, ItemsVerified& e);
void read_body(Fields& json, PlaceUnobserved& e);
void read_body(Fields& json, PlaceObserved& e);
void read_body(Fields& json, ScanFinished& e);
void read_body(Fields& json, CheckFinished& e);
void read_body(Fields& json, GapRecorded& e);
void read_body(Fields& json, AuthorityAdded& e);
void read_body(Fields& json, AuthorityPaths& e);
void read_body(Fields& json, IncidentRecorded& e);
void read_body(Fields& json, AgentStarted& e);
void read_body(Fields& json, AgentStopped& e);
void read_body(Fields& json, KeyRotated& e);
void read_body(Fields& json, WitnessConflict& e);

}  // namespace muniment
