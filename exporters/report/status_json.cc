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
  json["last_complete_scan"] = json_time(store.last_complete_scan);
  json["last_scan"] = json_time(store.last_scan);
  json["last_outcome"] =
      store.last_outcome ? Json(name_of(*store.last_outcome)) : Json(nullptr);
  json["identity"] = identity_json(store.identity);
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
  return json;
}

}  // namespace muniment
