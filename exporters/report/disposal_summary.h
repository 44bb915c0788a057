// What events of disposal and of the register say besides their type and store, each in
// one printable line. event_report.cc has the others.
//
// Internal to report/. Owner: pure functions. Threads: any. Failure: none.

#pragma once

#include <string>

#include "model/event.h"

namespace muniment {

std::string summary(const AuthorityAdded& e);
std::string summary(const AuthorityPaths& e);
std::string summary(const AuthorityRevoked& e);
std::string summary(const HoldPlaced& e);
std::string summary(const HoldPaths& e);
std::string summary(const HoldReleased& e);
std::string summary(const HoldChecked& e);
std::string summary(const TransferOpened& e);
std::string summary(const TransferPaths& e);
std::string summary(const TransferClosed& e);
std::string summary(const ItemRegistered& e);
std::string summary(const RegisterImported& e);
std::string summary(const DeletionLogged& e);
std::string summary(const LogImported& e);
std::string summary(const PolicyDeclared& e);
std::string summary(const RetentionReviewed& e);
std::string summary(const RemovalReconsidered& e);
std::string summary(const EvidenceReconsidered& e);

}  // namespace muniment
