#pragma once

#include "client/jsoncall.h"
#include "net/origin.h"

#include <QCoreApplication>
#include <QSet>
#include <QUrlQuery>

#include <algorithm>
#include <utility>

namespace throughline::client {

/// Fetches a list page after page, following `next` on the same origin only, and delivers it whole or not at
/// all. Where the list changes meanwhile, so that a page is not there any more or is not the next, it is read
/// once more. Ends with an error when the pages lead in a circle or have no end.
template <typename T>
class PagedCall final : public ApiCall
{
public:
    using PageFromJson = std::optional<protocol::Page<T>> (*)(const QByteArray &);

    struct List
    {
        QList<T> results;
        bool notModified = false; ///< the first page answered 304
        QByteArray etag;          ///< of a list that is one page; one page's says nothing about the others
    };

    PagedCall(net::HttpTransport &transport, const net::HttpRequest &first, QObject *context,
        PageFromJson fromJson, Done<List> done)
        : ApiCall(context)
        , m_transport(transport)
        , m_first(first)
        , m_fromJson(fromJson)
        , m_done(std::move(done))
    {
        fetch(first);
    }

    /// Leaves out the middle of a list of numbered pages: after the first page, the last two.
    void skipToEnd() { m_skipToEnd = true; }

    /// The first request is for a slice at the end. Unless that is all, it is said with \a end, and the list
    /// is read from \a all on. Where the answer is a page, it is the first of the list.
    using End = std::function<void(const QList<T> &)>;
    void beginAtEnd(const QUrl &all, End end)
    {
        m_all = all;
        m_end = std::move(end);
    }

private:
    // A list may be as long as its first page says, and have grown meanwhile; but what a server can make this
    // program hold has an end, and so have pages that hold next to nothing.
    static constexpr qint64 mostUnannounced = 50'000;
    static constexpr qint64 mostAnnounced = 1'000'000;
    static constexpr qint64 growth = 1'000;
    static constexpr qsizetype mostSmallPages = 1'000;
    static constexpr qint64 fewEntries = 10; ///< on a page, on average
    static constexpr qint64 mostBytes = qint64(1024) * 1024 * 1024;

    void fetch(const net::HttpRequest &request)
    {
        m_isFollowed = !m_seen.isEmpty() && request.url != m_all;
        m_seen.insert(request.url);
        new JsonCall(m_transport, request, this, [this](const protocol::Expected<HttpAnswer> &answer) {
            if (answer)
                take(*answer);
            else
                finish(tl::unexpected(answer.error()));
        });
    }

    void take(const HttpAnswer &answer)
    {
        const bool isFirst = m_seen.size() == 1;
        if (isFirst && answer.head.status == 304) {
            m_list.notModified = true;
            return finish(m_list);
        }
        const bool isGone = answer.head.status == 400 || answer.head.status == 404;
        if (isGone && m_isFollowed && beginAgain())
            return;
        if (!answer.isSuccess())
            return finish(tl::unexpected(answer.error()));
        const auto page = m_fromJson(answer.body);
        if (!page)
            return finish(tl::unexpected(answer.malformed()));
        if (isFirst)
            m_mostEntries = std::clamp<qint64>(page->count, mostUnannounced, mostAnnounced) + growth;
        m_bytes += answer.body.size();
        if (isFirst && m_end && page->index && !isAll(*page))
            return sayEnd(page->results);
        if (!isNext(*page)) {
            if (!beginAgain())
                refuse(answer, QCoreApplication::translate(
                                   "ApiError", "The server's list changed while it was being read."));
            return;
        }
        m_list.results += page->results;
        if (!page->next) {
            if (isFirst)
                m_list.etag = net::headerValue(answer.head.headers, "ETag");
            return finish(m_list);
        }
        QUrl next = m_first.url.resolved(*page->next);
        if (isFirst && m_skipToEnd && skipMiddle(next, *page))
            m_list.results.clear();
        if (!net::isSameOrigin(next, m_first.url) || m_seen.contains(next)) {
            return refuse(answer, QCoreApplication::translate("ApiError",
                                      "The server's list goes on at an address that does not belong to it."));
        }
        if (isTooLong()) {
            return refuse(
                answer, QCoreApplication::translate("ApiError", "The server's list goes on without end."));
        }
        fetchAt(next);
    }

    void fetchAt(const QUrl &url)
    {
        net::HttpRequest request = m_first;
        request.url = url;
        request.headers.removeIf([](const auto &header) { return header.first == "If-None-Match"; });
        fetch(request);
    }

    /// Whether a slice begins where what has been read ends. A page does not say it.
    bool isNext(const protocol::Page<T> &page) const
    {
        return !page.index || m_skipToEnd || *page.index == m_list.results.size();
    }

    /// From the start of the whole list; once.
    bool beginAgain()
    {
        if (m_skipToEnd || std::exchange(m_hasBegunAgain, true))
            return false;
        m_list = {};
        m_seen.clear();
        m_bytes = 0;
        m_end = nullptr;
        fetchAt(m_all.isEmpty() ? m_first.url : m_all);
        return true;
    }

    static bool isAll(const protocol::Page<T> &slice)
    {
        return *slice.index == 0 && !slice.previous && !slice.next && slice.results.size() >= slice.count;
    }

    void sayEnd(const QList<T> &results)
    {
        fetchAt(m_all);
        const End end = std::exchange(m_end, nullptr);
        end(results); // this may be gone
    }

    bool isTooLong() const
    {
        const qint64 entries = m_list.results.size();
        const bool isSmall = m_seen.size() >= mostSmallPages && entries < m_seen.size() * fewEntries;
        return isSmall || entries > m_mostEntries || m_bytes > mostBytes;
    }

    void refuse(const HttpAnswer &answer, const QString &message)
    {
        protocol::ApiError error = answer.malformed();
        error.message = message;
        finish(tl::unexpected(error));
    }

    /// Points \a next at the last page but one; false when the pages are not numbered or few.
    static bool skipMiddle(QUrl &next, const protocol::Page<T> &page)
    {
        const qint64 pageSize = page.results.size();
        QUrlQuery query(next);
        if (pageSize == 0 || query.queryItemValue(QStringLiteral("page")) != QLatin1StringView("2"))
            return false;
        const qint64 lastPage = (page.count + pageSize - 1) / pageSize;
        if (lastPage <= 3)
            return false;
        query.removeAllQueryItems(QStringLiteral("page"));
        query.addQueryItem(QStringLiteral("page"), QString::number(lastPage - 1));
        next.setQuery(query);
        return true;
    }

    void finish(protocol::Expected<List> list)
    {
        deleteLater();
        const Done<List> done = std::move(m_done);
        done(std::move(list));
    }

    net::HttpTransport &m_transport;
    const net::HttpRequest m_first;
    const PageFromJson m_fromJson;
    Done<List> m_done;
    List m_list;
    QSet<QUrl> m_seen;
    qint64 m_mostEntries = 0;
    qint64 m_bytes = 0;
    bool m_skipToEnd = false;
    bool m_isFollowed = false; ///< what was asked for last: a page's link led there
    bool m_hasBegunAgain = false;
    QUrl m_all;
    End m_end;
};

} // namespace throughline::client
