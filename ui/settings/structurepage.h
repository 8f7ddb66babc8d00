#pragma once

#include "ui/settings/settingsparts.h"
#include "workspace/modelservers.h"
#include "workspace/structuresettings.h"

namespace throughline::ui {

/// Who looks for structure, and when, and how often a server is asked what was found. Acts at once.
class StructurePage final : public SettingsPage
{
    Q_OBJECT

public:
    static QString name(); ///< known before there is a page

    /// Both must outlive this.
    StructurePage(workspace::StructureSettings &structure, workspace::ModelServers &models,
        const Appearance &appearance, QWidget *parent);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    struct Model
    {
        QString id; ///< as StructureChoice::model names it
        QString name;
    };
    QList<Model> models() const;
    void chooseFinder(int index);
    void chooseModel();
    void take();
    void showState();
    QString modelName() const;
    QString about() const;

    workspace::StructureSettings &m_structure;
    workspace::ModelServers &m_models;
    Choices *m_finder;
    PushButton *m_model;
    Choices *m_looking;
    Panel *m_batch;
    Field *m_characters;
    Field *m_messages;
    Label *m_about;
    Choices *m_asking;
    Label *m_often;
    bool m_lacksModel = false; ///< one was asked for and there is none
};

} // namespace throughline::ui
