#include "markdown/cmarktree.h"

#include "markdown/mathsyntax.h"

#include <QByteArray>

#include <algorithm>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cstring>

namespace throughline::markdown {

namespace {

bool isText(cmark_node *node)
{
    const cmark_node_type type = cmark_node_get_type(node);
    return type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING || isType(node, "table_cell");
}

} // namespace

std::mutex &cmarkMutex()
{
    static std::mutex mutex;
    return mutex;
}

bool isType(cmark_node *node, const char *type)
{
    return std::strcmp(cmark_node_get_type_string(node), type) == 0;
}

QList<qsizetype> lineStarts(QStringView text)
{
    QList<qsizetype> starts{0};
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool crlf = text[i] == u'\r' && i + 1 < text.size() && text[i + 1] == u'\n';
        if (text[i] == u'\n' || (text[i] == u'\r' && !crlf)) {
            starts.append(i + 1);
        }
    }
    return starts;
}

CmarkTree readTree(QStringView text)
{
    static std::once_flag registered;
    std::call_once(registered, cmark_gfm_core_extensions_ensure_registered);

    CmarkTree tree;
    tree.parser.reset(cmark_parser_new(CMARK_OPT_FOOTNOTES));
    for (const char *name : {"table", "strikethrough", "autolink", "tasklist"}) {
        if (cmark_syntax_extension *extension = cmark_find_syntax_extension(name)) {
            cmark_parser_attach_syntax_extension(tree.parser.get(), extension);
        }
    }
    cmark_parser_attach_syntax_extension(tree.parser.get(), mathExtension());
    const QByteArray utf8 = markMath(text).toUtf8();
    cmark_parser_feed(tree.parser.get(), utf8.constData(), static_cast<size_t>(utf8.size()));
    tree.document.reset(cmark_parser_finish(tree.parser.get()));
    return tree;
}

/// What stands before it in its first line, the marks of its containers, is ASCII, so that cmark's columns,
/// which are bytes, are ours.
OpenText openTextOf(const CmarkTree &tree, QStringView text)
{
    cmark_node *node = tree.document.get();
    while (cmark_node *last = isText(node) ? nullptr : cmark_node_last_child(node)) {
        node = last;
        if (cmark_node_get_type(node) == CMARK_NODE_FOOTNOTE_DEFINITION) {
            return {}; // stands somewhere else
        }
    }
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK) {
        return {OpenText::Kind::Literal};
    }
    if (isType(node, "table_cell")) {
        return {OpenText::Kind::Cell};
    }
    const QList<qsizetype> starts = lineStarts(text);
    const int line = cmark_node_get_start_line(node) - 1;
    if (!isText(node) || line < 0 || line >= starts.size()) {
        return {};
    }
    const qsizetype start = std::min(text.size(), starts[line] + cmark_node_get_start_column(node) - 1);
    if (type == CMARK_NODE_HEADING) {
        const bool isAtx = start < text.size() && text[start] == u'#';
        return {isAtx ? OpenText::Kind::Heading : OpenText::Kind::Other, start};
    }
    return {OpenText::Kind::Paragraph, start};
}

} // namespace throughline::markdown
