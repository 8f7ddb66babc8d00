#include "ui/transcript/rowhead.h"

#include <QLocale>

namespace throughline::ui {

namespace {

constexpr int LineHeight = 18;
constexpr int GapBelow = 14;

QDate dayOf(const workspace::TranscriptModel &model, int row)
{
    const QDateTime &said = model.facts(row).message.createdAt;
    return said.isValid() ? said.toLocalTime().date() : QDate();
}

} // namespace

int RowHead::height(const TranscriptStyle &style) const
{
    const int lines = (day.isEmpty() ? 0 : 1) + (isNew ? 1 : 0);
    return lines * style.scaled(LineHeight + GapBelow);
}

QRect RowHead::dayRect(const TranscriptStyle &style, int columnWidth) const
{
    return day.isEmpty() ? QRect() : QRect(0, 0, columnWidth, style.scaled(LineHeight));
}

QRect RowHead::newRect(const TranscriptStyle &style, int columnWidth) const
{
    const int top = day.isEmpty() ? 0 : style.scaled(LineHeight + GapBelow);
    return isNew ? QRect(0, top, columnWidth, style.scaled(LineHeight)) : QRect();
}

RowHead rowHead(const workspace::TranscriptModel &model, int row, const QString &firstNew)
{
    RowHead head;
    head.isNew = !firstNew.isEmpty() && model.facts(row).message.id == firstNew;
    const QDate day = row > 0 ? dayOf(model, row) : QDate();
    const QDate before = row > 0 ? dayOf(model, row - 1) : QDate();
    if (day.isValid() && before.isValid() && day != before) {
        head.day = QLocale().toString(day, QLocale::LongFormat);
    }
    return head;
}

} // namespace throughline::ui
