#pragma once

#include "markdown/blocklayout.h"
#include "ui/transcript/transcriptstyle.h"

#include <QBasicTimer>
#include <QObject>
#include <QPainter>

#include <memory>

class QPagedPaintDevice;

namespace throughline::ui {

/// From where to where something is that no page may end in.
struct Extent
{
    double top = 0;
    double bottom = 0;
};
/// The last place up to \a latest, but not before \a earliest, that is inside none of \a lines.
double pageEnd(const QList<Extent> &lines, double earliest, double latest);

/// What is printed of a message.
struct PrintedMessage
{
    QString heading;
    QString text; ///< Markdown for replies, plain for the user
    bool isUser = false;
};

/// Puts a conversation on pages, a few milliseconds at a time: the same layouts as on screen, in the light
/// theme, with long lines of code broken. No page ends inside a line. GUI thread.
class PagePrinter final : public QObject
{
    Q_OBJECT

public:
    /// \a device must outlive this; its pages are as it was set, and its resolution has to be resolution().
    PagePrinter(QPagedPaintDevice &device, const QString &title, const QList<PrintedMessage> &messages,
        QObject *parent = nullptr);
    ~PagePrinter() override;

    /// Dots per inch: those that fonts are measured for, so that text is painted as it was laid out.
    static int resolution();

    /// finished() follows, unless this is deleted before.
    void start();
    int pageCount() const { return m_page; } ///< that were begun

Q_SIGNALS:
    /// Nothing more is painted. False: the device does not take it.
    void finished(bool ok);

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    /// A block that is being put on pages.
    struct Piece
    {
        std::unique_ptr<markdown::BlockLayout> layout;
        QList<Extent> lines; ///< what no page may end in
        double done = 0;     ///< up to here it is on a page
        int gap = 0;         ///< above it, where it does not start a page
    };

    bool advance(); ///< false: there is nothing more
    void beginMessage();
    void beginPiece();
    void paintPiece();
    void paintHeading(const QString &text, const QFont &font, const QColor &color, double below);
    void paintLabel(double top);
    void paintFoot();
    bool newPage();
    double room() const { return m_bottom - m_y; }
    bool isAtTop() const { return m_y == 0; }
    void end(bool ok);

    QPagedPaintDevice &m_device;
    const QString m_title;
    const QList<PrintedMessage> m_messages;
    const TranscriptStyle m_style;
    QPainter m_painter;
    QBasicTimer m_timer;
    QList<markdown::Block> m_blocks; ///< of the message that is printed
    Piece m_piece;
    double m_width = 0;
    double m_bottom = 0; ///< of what is printed on a page, above its number
    double m_y = 0;
    qsizetype m_message = 0;
    qsizetype m_block = 0;
    int m_page = 0;
};

} // namespace throughline::ui
