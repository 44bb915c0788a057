// The configuration: muniment.yml as a plain struct, every value checked.
//
// The table in config_settings.cc has one row for each setting; reading, `config show`,
// the reference page and did-you-mean all come from it. A file that is not understood
// whole is refused: there is no half-read Config.
//
// Owner:   plain values; readers share a copy. Threads: any.
// Failure: kInvalid carries one line, "muniment.yml:12:5: stores[0].scan.evry: no such
//          key; did you mean "every"?", for the first problem of the file. kNotFound,
//          kPermission and kIo are about the file as such.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/config_values.h"
#include "model/collection.h"
#include "model/result.h"

namespace muniment {

struct OfficerConfig {
  std::string name;
  std::string email;
  bool operator==(const OfficerConfig&) const = default;
};

struct OrganisationConfig {
  std::string name;
  OfficerConfig dpo;  // the data protection officer
  bool operator==(const OrganisationConfig&) const = default;
};

struct ScanConfig {
  Duration every = std::chrono::hours(1);
  Duration settle = std::chrono::seconds(5);
  unsigned threads = 0;  // 0: chosen by the program
  bool operator==(const ScanConfig&) const = default;
};

struct FixityConfig {
  Duration every = std::chrono::hours(30 * 24);
  std::uint64_t max_rate = 0;  // bytes a second; 0: unlimited
  bool operator==(const FixityConfig&) const = default;
};

struct StoreConfig {
  std::string name;
  std::string path;  // absolute, as bytes, without a trailing slash
  CollectionTemplate collection;
  std::string recorded_at;  // a template over the same directories; "" for none
  std::string class_name;   // default class of its items; "" when not known
  std::string retention;    // name of a RetentionConfig, or ""
  ScanConfig scan;
  FixityConfig fixity;
  bool operator==(const StoreConfig&) const = default;
};

struct RetentionConfig {
  std::string name;
  std::map<std::string, RetentionPeriod> classes;
  bool operator==(const RetentionConfig&) const = default;
};

// What a disposal authority must bring with it to be taken.
struct AuthoritiesConfig {
  bool require_second_approver = false;
  bool require_signature = false;
  std::vector<std::string> keys;  // verifier keys of the approvers
  bool operator==(const AuthoritiesConfig&) const = default;
};

struct MetricsConfig {
  unsigned max_collections = 200;  // of one store
  bool operator==(const MetricsConfig&) const = default;
};

struct WebConfig {
  std::string listen = "127.0.0.1:9847";
  std::string config_file;
  bool operator==(const WebConfig&) const = default;
};

struct AlertingConfig {
  std::vector<std::string> alertmanagers;
  std::vector<std::string> webhooks;
  bool operator==(const AlertingConfig&) const = default;
};

// Somebody else who keeps an eye on the ledger: C2SP tlog-witness.
struct WitnessConfig {
  std::string name;  // in commands and metrics; "" for that of the key
  std::string url;
  std::string key;  // its verifier key
  bool operator==(const WitnessConfig&) const = default;
};

struct WitnessesConfig {
  unsigned quorum = 1;  // how many of them must have cosigned
  Duration every = std::chrono::minutes(1);
  std::vector<WitnessConfig> list;
  bool operator==(const WitnessesConfig&) const = default;
};

struct TimeStampsConfig {
  std::string url;      // of the authority; "" for none
  std::string ca_file;  // certificates that its own must chain to
  Duration every = std::chrono::hours(24);
  bool operator==(const TimeStampsConfig&) const = default;
};

struct Config {
  std::string state_dir = "/var/lib/muniment";
  OrganisationConfig organisation;
  std::vector<StoreConfig> stores;  // at least one once it is read from a file
  std::vector<RetentionConfig> retention;
  AuthoritiesConfig authorities;
  MetricsConfig metrics;
  WebConfig web;
  AlertingConfig alerting;
  WitnessesConfig witnesses;
  TimeStampsConfig timestamps;
  bool operator==(const Config&) const = default;
};

// What a witness is called: as configured, else as its key says.
std::string name_of(const WitnessConfig& witness);

// Reads and checks the file. Nothing but this file is opened: a store that hangs or is
// not there does not matter here.
Result<Config> load_config(const std::string& path);

// Checks `text`; `name` is the file name in messages. Pure.
Result<Config> parse_config(std::string_view text, std::string_view name);

// The whole of `config`, defaults included, as YAML that parses back to an equal
// Config.
std::string show_config(const Config& config);

// Every setting as a Markdown table: key, type, default, meaning.
std::string config_reference();

// The file that `muniment init` writes, with comments. The names and paths come from
// the user: the caller passes the text through parse_config() before it writes
// anything.
std::string starter_config(
    std::string_view state_dir,
    const std::vector<std::pair<std::string, std::string>>& stores);

// Where a configuration may be, first to last.
struct ConfigSearch {
  std::string option;       // --config; "" when not given
  std::string environment;  // $MUNIMENT_CONFIG; "" when not set
  std::vector<std::string> usual = {"./muniment.yml", "/etc/muniment/muniment.yml"};
};

struct ConfigFile {
  std::string path;
  std::string why;  // for people: "given by --config"
};

// The file to load. One that was named is taken even when it is not there, so that
// load_config() says so; a usual one is taken if it exists, readable or not. kNotFound
// says where was looked, and how to get one.
Result<ConfigFile> find_config(const ConfigSearch& search);

}  // namespace muniment
