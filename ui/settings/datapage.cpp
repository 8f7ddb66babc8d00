#include "ui/settings/datapage.h"

#include <QDesktopServices>
#include <QLocale>
#include <QUrl>
#include <QVBoxLayout>

namespace throughline::ui {

DataPage::DataPage(workspace::DataKeeper &data, const Appearance &appearance, QWidget *parent)
    : SettingsPage(tr("Data"), appearance, parent)
    , m_data(data)
    , m_backups(new SettingsRow(tr("Backups"), appearance, body()))
    , m_backUp(new PushButton(PushButton::Kind::Plain, tr("Back up now"), appearance, m_backups))
    , m_problem(new Label(TextStyle::Body, Label::Ink::Danger, appearance, body()))
{
    auto *folder = new SettingsRow(tr("Folder"), appearance, body());
    folder->setCaption(data.folder());
    auto *open = new PushButton(PushButton::Kind::Plain, tr("Open"), appearance, folder);
    open->setAccessibleName(tr("Open the data folder"));
    folder->addControl(open);
    m_backups->addControl(m_backUp);
    wrap(*m_problem);
    m_problem->hide();
    column()->addWidget(folder);
    column()->addWidget(m_backups);
    column()->addWidget(m_problem);
    connect(open, &QAbstractButton::clicked, this,
        [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_data.folder())); });
    connect(m_backUp, &QAbstractButton::clicked, this, [this] {
        m_backUp->setEnabled(false);
        m_problem->hide();
        m_data.backUp();
    });
    connect(&data, &workspace::DataKeeper::backedUp, this, [this](const QString &problem) {
        m_backUp->setEnabled(true);
        m_problem->setText(problem.isEmpty() ? QString() : tr("No backup was made. %1").arg(problem));
        m_problem->setVisible(!problem.isEmpty());
        showNewest();
    });
    showNewest();
}

void DataPage::showEvent(QShowEvent *event)
{
    SettingsPage::showEvent(event);
    showNewest();
}

void DataPage::showNewest()
{
    const std::optional<QDateTime> newest = m_data.newestBackup();
    const QString kept = tr("One is made each day, and the last three are kept.");
    m_backups->setCaption(
        newest ? tr("The newest is of %1. %2")
                     .arg(QLocale().toString(newest->toLocalTime(), QLocale::ShortFormat), kept)
               : kept);
}

} // namespace throughline::ui
