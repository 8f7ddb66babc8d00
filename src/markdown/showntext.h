#pragma once

#include "markdown/block.h"

#include <QStringView>

/// What people read of a block, line by line, without laying it out: what is looked for when somebody looks
/// for words, and what a document is filled with. Pure functions.
namespace throughline::markdown {

/// A run's text as it stands in a document: hard breaks are line separators, a formula that is drawn is one
/// object character, and what hides is visible. Not for pictures.
QString shownText(const Run &run);

/// A picture is its description, and whose it is.
struct ImageText
{
    QString title; ///< "Image "
    QString description;
    QString place; ///< " · example.org"; empty where the description says it
};
ImageText imageText(const Run &run);

/// A formula by itself has a line of its own: the runs of a paragraph as the lines they make. A list of one
/// run with RunStyle::Display is such a line.
QList<QList<Run>> paragraphLines(const QList<Run> &runs);

/// The lines of a laid out block in the order of its document, each as BlockLayout::linesBetween() gives it:
/// without list markers, and without lines that are empty.
QStringList shownLines(const Block &block);

/// Whether \a words may stand in a line of what \a source is when it is read as Markdown. Quick; wrong only
/// in that it says yes too often.
bool mayShow(QStringView source, QStringView words);

} // namespace throughline::markdown
