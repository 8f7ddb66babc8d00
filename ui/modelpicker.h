#pragma once

#include "protocol/model.h"
#include "ui/controls.h"

#include <QHash>
#include <QStandardItemModel>
#include <QWidget>

class QListView;

namespace throughline::ui {

class SearchField;

/// Who is to answer: a popup with a search field, the models in groups by their server, the Guide at the end,
/// and what belongs to it below. Says what was chosen and closes; knows nothing about conversations.
///
/// The keyboard stays in the field: up and down move in the list, Enter chooses, Escape closes.
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
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fill();
    void choose(const QModelIndex &index);
    void step(int by);
    void place();

    const Appearance &m_appearance;
    SearchField *m_search;
    QListView *m_list;
    Label *m_nothing;
    LinkButton *m_settings;
    LinkButton *m_servers;
    QStandardItemModel m_rows;
    QList<protocol::Model> m_models;
    QString m_currentId;
    QHash<QString, QString> m_serverNames;
    QWidget *m_button = nullptr;
};

} // namespace throughline::ui
