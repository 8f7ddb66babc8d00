#pragma once

#include <QTextDocument>

namespace throughline::markdown {

/// A document that has no resources: whatever name it is asked for, nothing is opened and nothing fetched.
/// Model text is untrusted, and Qt's own document opens local files an image names.
class SafeDocument final : public QTextDocument
{
    Q_OBJECT

public:
    SafeDocument();
    ~SafeDocument() override;
    SafeDocument(const SafeDocument &) = delete;
    SafeDocument &operator=(const SafeDocument &) = delete;

    /// How many exist in this process; the view promises a bound.
    static int liveCount();

protected:
    QVariant loadResource(int type, const QUrl &name) override;
};

/// \a text with every character that means something else to QTextDocument (object and frame markers, NUL,
/// paragraph separators) replaced one for one, so that positions stay what they were.
QString safeText(QString text);

/// safeText(), and every character that hides itself or turns the direction of others (controls,
/// bidirectional overrides and isolates) replaced one for one by a visible one: for code and links,
/// where what is read has to be what is there.
QString visibleText(QString text);

} // namespace throughline::markdown
