#pragma once

#include <QByteArray>

namespace throughline::test {

/// The certificate of an authority that nobody has: "Example Works Root", valid until 17 May 2051.
inline QByteArray testAuthority()
{
    return R"(-----BEGIN CERTIFICATE-----
MIIBrDCCAVOgAwIBAgIUBOZcUpFttNpbfWQ2q8xDe1HPZYgwCgYIKoZIzj0EAwIw
NTEbMBkGA1UEAwwSRXhhbXBsZSBXb3JrcyBSb290MRYwFAYDVQQKDA1FeGFtcGxl
IFdvcmtzMCAXDTI0MDUwMTAwMDAwMFoYDzIwNTEwNTE3MTIwMDAwWjA1MRswGQYD
VQQDDBJFeGFtcGxlIFdvcmtzIFJvb3QxFjAUBgNVBAoMDUV4YW1wbGUgV29ya3Mw
WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQtGu4MGo3aAoGZROU/ckRaRpSH4NVO
FLRF4VMQU/sZRlePi2m2R+3Q/i4YNn2KqPM+5vuoDdWudCKG0u55t6N4oz8wPTAP
BgNVHRMBAf8EBTADAQH/MAsGA1UdDwQEAwICBDAdBgNVHQ4EFgQUoKHaxIfFTkMW
KZPvLeZyfzrxen8wCgYIKoZIzj0EAwIDRwAwRAIgL54O02ni3uNJFU/04QJWJBHn
keJYakwBZ0l4YpAHt/UCIH7dnay5+X2nB/EFLSqYQhH+t4ot0h198/zJ2fPMiFej
-----END CERTIFICATE-----
)";
}

} // namespace throughline::test
