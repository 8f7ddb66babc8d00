#pragma once

#include "ui/controls.h"
#include "workspace/modelservers.h"

#include <QWidget>

class QBoxLayout;

namespace throughline::ui {

/// The one quiet offer of a first start: a model that runs on this computer, in one click, or the settings
/// where any other is connected. Looks for servers each time it comes on screen, and on a click.
class ConnectCard final : public QWidget
{
    Q_OBJECT

public:
    /// \a models must outlive this.
    ConnectCard(workspace::ModelServers &models, const Appearance &appearance, QWidget *parent);

Q_SIGNALS:
    void settingsRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void showState();
    void act();
    void fit();

    workspace::ModelServers &m_models;
    const Appearance &m_appearance;
    Label *m_title;
    Label *m_text;
    LinkButton *m_other;
    PushButton *m_action;
    QBoxLayout *m_row;
};

} // namespace throughline::ui
