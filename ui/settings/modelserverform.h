#pragma once

#include "ui/settings/settingsparts.h"
#include "workspace/modelservers.h"

#include <memory>

namespace throughline::ui {

/// Sets a model server up: where it is, the key if it wants one, a test, and which of its models answers when
/// nobody chose. For one that is new and for one that is there. What is typed stays until it is used or
/// cancelled; the key leaves this form only for the test and the keychain.
class ModelServerForm final : public Panel
{
    Q_OBJECT

public:
    /// \a models must outlive this.
    ModelServerForm(workspace::ModelServers &models, const Appearance &appearance, QWidget *parent);

    void startNew();
    void edit(const QString &serverId);
    QString edited() const { return m_id; } ///< empty: a new one

Q_SIGNALS:
    void done(); ///< used, removed or cancelled

protected:
    void showEvent(QShowEvent *event) override;

private:
    void reset(const workspace::ModelServer &server);
    std::optional<workspace::ModelServer> typed();
    std::optional<QByteArray> typedKey() const;
    void test();
    void save();
    void showKeyNote();
    void showProblem(const QString &sentence);
    void showTest(const workspace::ModelCheck &check);
    void suggestModels(const QStringList &models);

    workspace::ModelServers &m_models;
    QString m_id;
    QString m_suggested; ///< the model it would be if none is typed
    Label *m_title;
    Field *m_name;
    Field *m_address;
    Field *m_key;
    Field *m_model;
    Label *m_keyNote;
    Label *m_problem;
    Label *m_result;
    PushButton *m_test;
    LinkButton *m_remove;
    LinkButton *m_cancel;
    PushButton *m_save;
    std::unique_ptr<QObject> m_testing; ///< context of the test that runs; a new one makes it void
};

} // namespace throughline::ui
