#include "ledger/signing_key.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>
#include <memory>
#include <utility>

#include "ledger/durable_file.h"
#include "model/printable.h"

namespace muniment {
namespace {

constexpr std::size_t kMaxKeyFileBytes = 16'384;

using Bio = std::unique_ptr<BIO, decltype(&BIO_free_all)>;

// Text that is a secret: wiped when it goes.
struct SecretText {
  std::string bytes;

  SecretText() = default;
  SecretText(const SecretText&) = delete;
  SecretText& operator=(const SecretText&) = delete;
  ~SecretText() { OPENSSL_cleanse(bytes.data(), bytes.size()); }
};

Error failed(std::string_view operation) {
  return Error{ErrorCode::kIo, 0, std::string(operation) + ": OpenSSL refused"};
}

// Says that there is no password, where OpenSSL would ask for one on the terminal.
extern "C" int no_password(char*, int, int, void*) noexcept {
  return -1;
}

Status encode(EVP_PKEY* key, SecretText& pem) {
  // Secure-memory BIO: its buffer is wiped when it is freed.
  const Bio bio(BIO_new(BIO_s_secmem()), &BIO_free_all);
  if (!bio || PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0,
                                            nullptr, nullptr) != 1) {
    return failed("encode the signing key");
  }
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  pem.bytes.assign(data, static_cast<std::size_t>(size));
  return ok();
}

}  // namespace

void SigningKey::Free::operator()(evp_pkey_st* key) const {
  EVP_PKEY_free(key);
}

Result<SigningKey> SigningKey::make(Handle key, std::string_view name) {
  VerifierKey::Bytes public_key;
  std::size_t size = public_key.size();
  if (EVP_PKEY_get_raw_public_key(key.get(), public_key.data(), &size) != 1 ||
      size != public_key.size()) {
    return failed("read the public key");
  }
  MUNIMENT_ASSIGN(VerifierKey verifier, VerifierKey::make(name, public_key));
  return SigningKey(std::move(key), std::move(verifier));
}

Result<SigningKey> SigningKey::create(const std::string& path, std::string_view name) {
  Handle handle(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  if (!handle) {
    return failed("make a signing key");
  }
  MUNIMENT_ASSIGN(SigningKey key, make(std::move(handle), name));
  SecretText pem;
  MUNIMENT_TRY(encode(key.key_.get(), pem));
  MUNIMENT_TRY(create_file_once(path, pem.bytes, 0600));
  return key;
}

Result<SigningKey> SigningKey::load(const std::string& path, std::string_view name) {
  SecretText pem;
  MUNIMENT_TRY(read_file(path, kMaxKeyFileBytes, pem.bytes));
  const Bio bio(BIO_new_mem_buf(pem.bytes.data(), static_cast<int>(pem.bytes.size())),
                &BIO_free_all);
  Handle handle(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, &no_password, nullptr)
                    : nullptr);
  if (!handle) {
    return Error{ErrorCode::kCorrupt, 0,
                 "read " + printable(path) + ": not a private key in PEM form"};
  }
  if (EVP_PKEY_get_base_id(handle.get()) != EVP_PKEY_ED25519) {
    return Error{ErrorCode::kInvalid, 0,
                 "read " + printable(path) + ": not an Ed25519 key"};
  }
  return make(std::move(handle), name);
}

Result<Note> SigningKey::sign(std::string text) const {
  MUNIMENT_CHECK(text.ends_with('\n'));
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
      EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  std::array<unsigned char, 64> signature{};
  std::size_t size = signature.size();
  if (!context ||
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context.get(), signature.data(), &size,
                     reinterpret_cast<const unsigned char*>(text.data()),
                     text.size()) != 1 ||
      size != signature.size()) {
    return failed("sign a checkpoint");
  }
  Note note{std::move(text),
            {{verifier_.name(), verifier_.key_hash(),
              std::string(signature.begin(), signature.end())}}};
  MUNIMENT_TRY(verifier_.verify(note));
  return note;
}

}  // namespace muniment
