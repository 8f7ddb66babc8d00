#pragma once

#include "protocol/model.h"
#include "ui/controls.h"

#include <QHash>
#include <QWidget>

namespace throughline::ui {

class SearchList;

/// Who is to answer: a popup with a SearchList of the models in groups by their server, the Guide at the end,
/// and what belongs to it below. Says what was chosen and closes, as Escape does; knows nothing about
/// conversations.
class ModelPicker final : public QWidget
{
    Q_OBJECT

public:
    /// A child of \a parent that is a window of its own.
    ModelPicker(const Appearance &appearance, QWidget *parent);

    /// \a serverNames: what people call the providers; without one the provider's id is shown.
    void setModels(const QList<protocol::Model> &models, const QString &currentId,
        const QHash<QString, QString> &serverNames);

    /// Opens it above \a button with an empty search.
    void popUp(QWidget *button);

    QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(const QString &modelId);
    void settingsRequested(); ///< of the conversation
    void serversRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fill();
    void place();

    const Appearance &m_appearance;
    SearchList *m_list;
    LinkButton *m_settings;
    LinkButton *m_servers;
    QList<protocol::Model> m_models;
    QString m_currentId;
    QHash<QString, QString> m_serverNames;
    QWidget *m_button = nullptr;
};

} // namespace throughline::ui
