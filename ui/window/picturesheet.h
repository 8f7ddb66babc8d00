#pragma once

#include "ui/controls.h"
#include "workspace/picturedownload.h"

#include <QImage>
#include <QThreadPool>
#include <QUrl>
#include <QWidget>

namespace throughline::ui {

/// A picture that a message names: its address, and what it tells to load it; only when the person asks for
/// it it is. What goes in a Sheet.
class PictureSheet final : public QWidget
{
    Q_OBJECT

public:
    /// \a transport must outlive this.
    PictureSheet(net::HttpTransport &transport, const Appearance &appearance);
    ~PictureSheet() override;

    /// Nothing is loaded yet.
    void show(const QUrl &url);
    /// Gives up what is being loaded.
    void clear();
    QString said() const; ///< what is known of it, or what went wrong

Q_SIGNALS:
    void loaded(const QUrl &url, const QImage &picture); ///< no larger than it is shown
    void closeRequested();

private:
    void load();
    void decode(const QByteArray &bytes);
    void say(const QString &text, bool isProblem);
    void showState();

    const Appearance &m_appearance;
    workspace::PictureDownload m_download;
    QThreadPool m_thread;
    Label *m_title;
    Label *m_address;
    Label *m_said;
    PushButton *m_load;
    PushButton *m_copy;
    PushButton *m_close;
    QUrl m_url;
    int m_asked = 0; ///< answers for an earlier one are void
};

} // namespace throughline::ui
