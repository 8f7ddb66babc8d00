#include "ui/typenames.h"

#include <QCoreApplication>

namespace throughline::ui {

using protocol::SignalType;

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("SignalType", text);
}

} // namespace

QString typeName(SignalType type, const QString &serverName)
{
    switch (type) {
    case SignalType::DecisionIntent:
        return translated(QT_TRANSLATE_NOOP("SignalType", "Decision"));
    case SignalType::Goal:
        return translated(QT_TRANSLATE_NOOP("SignalType", "Goal"));
    case SignalType::Constraint:
        return translated(QT_TRANSLATE_NOOP("SignalType", "Constraint"));
    case SignalType::Assumption:
        return translated(QT_TRANSLATE_NOOP("SignalType", "Assumption"));
    case SignalType::Question:
        return translated(QT_TRANSLATE_NOOP("SignalType", "Question"));
    case SignalType::Claim:
        return translated(QT_TRANSLATE_NOOP("SignalType", "Claim"));
    case SignalType::EvidenceMention:
        return translated(QT_TRANSLATE_NOOP("SignalType", "Evidence"));
    case SignalType::Unknown:
        break;
    }
    return serverName;
}

QString typeNamePlural(SignalType type, const QString &serverName)
{
    switch (type) {
    case SignalType::DecisionIntent:
        return translated(QT_TRANSLATE_NOOP("SignalType", "Decisions"));
    case SignalType::Goal:
        return translated(QT_TRANSLATE_NOOP("SignalType", "Goals"));
    case SignalType::Constraint:
        return translated(QT_TRANSLATE_NOOP("SignalType", "Constraints"));
    case SignalType::Assumption:
        return translated(QT_TRANSLATE_NOOP("SignalType", "Assumptions"));
    case SignalType::Question:
        return translated(QT_TRANSLATE_NOOP("SignalType", "Questions"));
    case SignalType::Claim:
        return translated(QT_TRANSLATE_NOOP("SignalType", "Claims"));
    case SignalType::EvidenceMention:
        return QCoreApplication::translate("SignalType", "Evidence", "several");
    case SignalType::Unknown:
        break;
    }
    return serverName;
}

} // namespace throughline::ui
