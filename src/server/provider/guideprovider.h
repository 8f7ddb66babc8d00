#pragma once

#include "server/provider/provider.h"

namespace throughline::server::provider {

/// The assistant that needs no model and no network. It reads the thread's signals and asks the next question
/// a good thinking partner would ask, sums up when asked, and says what it is. Deterministic: the same
/// conversation gets the same reply. It never claims to understand, and never invents an answer.
class GuideProvider final : public Provider
{
public:
    /// \a pace: 1 is about 33 words a second, 2 twice that; 0 streams without pauses.
    explicit GuideProvider(double pace = 1.0)
        : m_pace(pace)
    {}

    QString name() const override;
    QString model() const override;
    [[nodiscard]] std::unique_ptr<Generation> generate(const GenerationRequest &request) override;

private:
    double m_pace;
};

} // namespace throughline::server::provider
