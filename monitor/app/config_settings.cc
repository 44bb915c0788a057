#include "app/config_settings.h"

#include "app/config_text.h"

namespace muniment {
namespace {

using std::chrono::milliseconds;

constexpr TextRule kAnyText{"text", check_plain_text};
constexpr TextRule kName{"name", check_name};
constexpr TextRule kNameOrNone{"name", check_optional_name};
constexpr TextRule kTemplate{"path template", check_template};
constexpr TextRule kEmail{"e-mail address", check_email};
constexpr TextRule kAddress{"host:port", check_address};
constexpr TextRule kUrl{"URL", check_url};
constexpr TextRule kUrlOrNone{"URL", check_optional_url};
constexpr TextRule kFileOrNone{"absolute path", check_optional_path};
constexpr TextRule kWitnessKey{"witness key", check_witness_key};
constexpr TextRule kTextList{"list of text", check_plain_text};
constexpr TextRule kKeyList{"list of keys", check_verifier_key};

}  // namespace

std::vector<Setting> settings_of(Config& config) {
  OrganisationConfig& organisation = config.organisation;
  return {
      {"state_dir", PathField{&config.state_dir}, Need::kOptional,
       "Where ledger, catalogue and keys are kept. Never inside a store."},
      {"organisation.name", TextField{&organisation.name, &kAnyText}, Need::kOptional,
       "Who keeps the evidence; shown on reports."},
      {"organisation.dpo.name", TextField{&organisation.dpo.name, &kAnyText},
       Need::kOptional, "The data protection officer; shown on incident worksheets."},
      {"organisation.dpo.email", TextField{&organisation.dpo.email, &kEmail},
       Need::kOptional, "How to reach the data protection officer."},
      {"stores", StoresField{&config.stores}, Need::kRequired,
       "The places that hold evidence, at least one."},
      {"retention", RetentionsField{&config.retention}, Need::kOptional,
       "Named rules: how long each class of items must be kept."},
      {"authorities.require_second_approver",
       BoolField{&config.authorities.require_second_approver}, Need::kOptional,
       "Whether a disposal authority must name two approvers."},
      {"authorities.require_signature",
       BoolField{&config.authorities.require_signature}, Need::kOptional,
       "Whether a disposal authority must be signed by its approvers."},
      {"authorities.keys", TextListField{&config.authorities.keys, &kKeyList},
       Need::kOptional,
       "The approvers' verifier keys, `name+hash+base64`, as `muniment authority key` "
       "prints them."},
      {"metrics.max_collections", CountField{&config.metrics.max_collections, 1, 10000},
       Need::kOptional,
       "Most collections of one store with metrics of their own; the others are "
       "summed."},
      {"web.listen", TextField{&config.web.listen, &kAddress}, Need::kOptional,
       "Where `/metrics` and health are served. Port 0 lets the system choose."},
      {"web.config_file", TextField{&config.web.config_file, &kAnyText}, Need::kNotYet,
       "TLS and passwords of the web server. Not supported yet: leave it empty."},
      {"alerting.alertmanagers",
       TextListField{&config.alerting.alertmanagers, &kTextList}, Need::kNotYet,
       "Alertmanagers to send to directly. Not supported yet: leave it empty."},
      {"alerting.webhooks", TextListField{&config.alerting.webhooks, &kTextList},
       Need::kNotYet, "Webhooks to call directly. Not supported yet: leave it empty."},
      {"witnesses.quorum", CountField{&config.witnesses.quorum, 1, 16}, Need::kOptional,
       "How many witnesses must have cosigned for `muniment ledger witness` to "
       "succeed."},
      {"witnesses.every", DurationField{&config.witnesses.every, milliseconds(100)},
       Need::kOptional,
       "The agent asks the witnesses when the ledger grew, and at most this often."},
      {"witnesses.list", WitnessesField{&config.witnesses.list}, Need::kOptional,
       "Who cosigns the ledger's checkpoints (C2SP tlog-witness), at most 16."},
      {"timestamps.url", TextField{&config.timestamps.url, &kUrlOrNone},
       Need::kOptional,
       "A time stamping authority (RFC 3161) that stamps the ledger's checkpoints."},
      {"timestamps.ca_file", TextField{&config.timestamps.ca_file, &kFileOrNone},
       Need::kOptional,
       "Certificates, in PEM form, that the authority's own must chain to."},
      {"timestamps.every", DurationField{&config.timestamps.every, milliseconds(100)},
       Need::kOptional,
       "The agent has the ledger stamped when it grew, and at most this often."},
  };
}

std::vector<Setting> settings_of(StoreConfig& store) {
  return {
      {"name", TextField{&store.name, &kName}, Need::kRequired,
       "The store in commands, metrics and reports. It stays, even if the path "
       "changes."},
      {"path", PathField{&store.path}, Need::kRequired,
       "The directory that holds the evidence. It is only ever read."},
      {"collection", TemplateField{&store.collection}, Need::kOptional,
       "How items are grouped: `{1}` is the first directory below the store, `{2}` the "
       "second."},
      {"recorded_at", TextField{&store.recorded_at, &kTemplate}, Need::kOptional,
       "The recorded date of an item, from its directories: `\"{1}-{2}-{3}\"`."},
      {"class", TextField{&store.class_name, &kAnyText}, Need::kOptional,
       "The class of items that the register does not name."},
      {"retention", TextField{&store.retention, &kNameOrNone}, Need::kOptional,
       "Which retention rule applies to the store."},
      {"scan.every", DurationField{&store.scan.every, milliseconds(1)}, Need::kOptional,
       "How often the agent walks the store."},
      {"scan.settle", DurationField{&store.scan.settle, milliseconds(0)},
       Need::kOptional, "A file younger than this may still be written: it waits."},
      {"scan.threads", CountField{&store.scan.threads, 0, 256}, Need::kOptional,
       "Threads that walk and read. 0 chooses."},
      {"fixity.every", DurationField{&store.fixity.every, milliseconds(1)},
       Need::kOptional, "Within this time every item is read again and compared."},
      {"fixity.max_rate", RateField{&store.fixity.max_rate}, Need::kOptional,
       "How fast fixity checks may read."},
  };
}

std::vector<Setting> settings_of(RetentionConfig& retention) {
  return {
      {"name", TextField{&retention.name, &kName}, Need::kRequired,
       "What a store's `retention` says."},
      {"classes", PeriodsField{&retention.classes}, Need::kRequired,
       "Class to period: `31d`, `6m` (months), `7y` or `forever`, from the recorded "
       "date."},
  };
}

std::vector<Setting> settings_of(WitnessConfig& witness) {
  return {
      {"name", TextField{&witness.name, &kNameOrNone}, Need::kOptional,
       "The witness in commands and metrics; without one, the name in its key."},
      {"url", TextField{&witness.url, &kUrl}, Need::kRequired,
       "Where it takes checkpoints; `/add-checkpoint` is added to it."},
      {"key", TextField{&witness.key, &kWitnessKey}, Need::kRequired,
       "Its verifier key, `name+hash+base64`, of the cosignature type (Ed25519, "
       "0x04)."},
  };
}

}  // namespace muniment
