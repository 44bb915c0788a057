// How each kind of event is written and read: what event_json.cc is made of.
//
// Internal to model/. write() puts the keys of one event in their order, the event's own
// "time" and "type" among them; read_body() takes them apart again.
//
// Owner:   pure functions. Threads: any.
// Failure: write() cannot fail; read_body() complains to the Fields.

#pragma once

#include <optional>
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
void write_tail(JsonObject& out, const EventTail& tail);

// Left out of the object when empty, or 0.
void write_text_if(JsonObject& out, std::string_view key, std::string_view text);
void write_number_if(JsonObject& out, std::string_view key, std::uint64_t number);
void write_time_if(JsonObject& out, std::string_view key, std::optional<Time> time);

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
void write(JsonObject& out, const AuthorityRevoked& e, const EventTail& tail);
void write(JsonObject& out, const HoldPlaced& e, const EventTail& tail);
void write(JsonObject& out, const HoldPaths& e, const EventTail& tail);
void write(JsonObject& out, const HoldReleased& e, const EventTail& tail);
void write(JsonObject& out, const HoldChecked& e, const EventTail& tail);
void write(JsonObject& out, const TransferOpened& e, const EventTail& tail);
void write(JsonObject& out, const TransferPaths& e, const EventTail& tail);
void write(JsonObject& out, const TransferClosed& e, const EventTail& tail);
void write(JsonObject& out, const ItemRegistered& e, const EventTail& tail);
void write(JsonObject& out, const RegisterImported& e, const EventTail& tail);
void write(JsonObject& out, const DeletionLogged& e, const EventTail& tail);
void write(JsonObject& out, const LogImported& e, const EventTail& tail);
void write(JsonObject& out, const PolicyDeclared& e, const EventTail& tail);
void write(JsonObject& out, const RetentionReviewed& e, const EventTail& tail);
void write(JsonObject& out, const RemovalReconsidered& e, const EventTail& tail);
void write(JsonObject& out, const EvidenceReconsidered& e, const EventTail& tail);

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
void read_body(Fields& json, AuthorityRevoked& e);
void read_body(Fields& json, HoldPlaced& e);
void read_body(Fields& json, HoldPaths& e);
void read_body(Fields& json, HoldReleased& e);
void read_body(Fields& json, HoldChecked& e);
void read_body(Fields& json, TransferOpened& e);
void read_body(Fields& json, TransferPaths& e);
void read_body(Fields& json, TransferClosed& e);
void read_body(Fields& json, ItemRegistered& e);
void read_body(Fields& json, RegisterImported& e);
void read_body(Fields& json, DeletionLogged& e);
void read_body(Fields& json, LogImported& e);
void read_body(Fields& json, PolicyDeclared& e);
void read_body(Fields& json, RetentionReviewed& e);
void read_body(Fields& json, RemovalReconsidered& e);
void read_body(Fields& json, EvidenceReconsidered& e);

}  // namespace muniment
