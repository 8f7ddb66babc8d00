#pragma once

#include <QString>
#include <QStringList>

class QRandomGenerator;

namespace throughline::test {

/// The examples of the CommonMark and GFM specifications; empty where the shared test data is not there.
QStringList specificationExamples();

/// A document of the kind models write: headings, nested and task lists, tables, quotes, fences (also in
/// lists, also unfinished), reference links, footnotes, math, text in many scripts. About \a blocks blocks.
QString modelDocument(QRandomGenerator &random, int blocks);

} // namespace throughline::test
