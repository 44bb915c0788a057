#include "exporters/report/status_report.h"

namespace muniment {
namespace {

Json identity_json(const std::optional<StoreIdentity>& identity) {
  if (!identity) {
    return nullptr;
  }
  Json json;
  json["filesystem_type"] = identity->filesystem_type;
  json["filesystem_id"] = identity->filesystem_id;
  json["root_inode"] = identity->root_inode;
  json["root_birth"] = json_time(identity->root_birth);
  json["root_handle"] = identity->root_handle;
  put_path(json, "mount_source", identity->mount_source);
  return json;
}

Json store_json(const StoreSummary& store) {
  Json json;
  json["name"] = store.name;
  json["state"] = name_of(store.state);
  json["state_reason"] = store.state_reason;
  json["items"] = store.items;
  json["bytes"] = store.bytes;
  json["unexplained_items"] = store.unexplained_items;
  json["unexplained_bytes"] = store.unexplained_bytes;
  json["not_observed_items"] = store.not_observed_items;
  json["in_flight_items"] = store.in_flight_items;
  json["corrupted_items"] = store.corrupted_items;
  json["overdue_fixity_items"] = store.overdue_fixity_items;
  json["logged_items"] = store.logged_items;
  json["logged_bytes"] = store.logged_bytes;
  json["hold_breaches"] = store.hold_breaches;
  json["holds"] = store.holds;
  json["holds_to_check"] = store.holds_to_check;
  json["registered_items"] = store.registered_items;
  json["transfers_open"] = store.transfers_open;
  json["retention"] = {{"overdue_items", store.overdue_retention_items},
                       {"overdue_bytes", store.overdue_retention_bytes},
                       {"deletable_7d_items", store.deletable_7d_items},
                       {"deletable_7d_bytes", store.deletable_7d_bytes},
                       {"deletable_30d_items", store.deletable_30d_items},
                       {"deletable_30d_bytes", store.deletable_30d_bytes},
                       {"undated_items", store.undated_items}};
  json["last_complete_scan"] = json_time(store.last_complete_scan);
  json["last_scan"] = json_time(store.last_scan);
  json["last_outcome"] =
      store.last_outcome ? Json(name_of(*store.last_outcome)) : Json(nullptr);
  json["identity"] = identity_json(store.identity);
  return json;
}

Json witness_json(const WitnessSummary& witness) {
  Json json;
  json["name"] = witness.name;
  json["cosigned"] = json_time(witness.cosigned);
  json["cosigned_size"] = witness.cosigned_size;
  json["conflict"] = nullptr;
  if (witness.conflict) {
    const WitnessConflict& conflict = *witness.conflict;
    json["conflict"] = {{"outcome", name_of(conflict.outcome)},
                        {"since", json_time(witness.conflict_since)},
                        {"size", conflict.size},
                        {"sentence", conflict.detail}};
    json["conflict"]["their_size"] =
        conflict.their_size ? Json(*conflict.their_size) : Json(nullptr);
  }
  return json;
}

}  // namespace

Json status_json(const Summary& summary) {
  Json json;
  json["stores"] = Json::array();
  for (const StoreSummary& store : summary.stores) {
    json["stores"].push_back(store_json(store));
  }
  json["incidents_open"] = summary.incidents_open;
  json["ledger"] = {{"size", summary.ledger_size}, {"root", summary.ledger_root}};
  json["ledger"]["witnesses"] = Json::array();
  for (const WitnessSummary& witness : summary.witnesses) {
    json["ledger"]["witnesses"].push_back(witness_json(witness));
  }
  return json;
}

}  // namespace muniment
