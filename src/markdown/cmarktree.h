#pragma once

#include "markdown/openmarks.h"

#include <QList>
#include <QStringView>

#include <cmark-gfm.h>
#include <memory>
#include <mutex>

/// What cmark-gfm makes of a text, for the parser alone.
namespace throughline::markdown {

struct CmarkTree
{
    struct NodeDeleter
    {
        void operator()(cmark_node *node) const { cmark_node_free(node); }
    };
    struct ParserDeleter
    {
        void operator()(cmark_parser *parser) const { cmark_parser_free(parser); }
    };
    std::unique_ptr<cmark_parser, ParserDeleter> parser;
    std::unique_ptr<cmark_node, NodeDeleter> document;
};

/// cmark keeps which characters are special to extensions in tables of the whole process: to be held by who
/// reads.
std::mutex &cmarkMutex();
CmarkTree readTree(QStringView text);

bool isType(cmark_node *node, const char *type);
/// Where each line starts; cmark ends lines at "\n", "\r" and "\r\n".
QList<qsizetype> lineStarts(QStringView text);
/// The last text of all.
OpenText openTextOf(const CmarkTree &tree, QStringView text);

} // namespace throughline::markdown
