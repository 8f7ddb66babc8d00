#pragma once

#include "ui/controls.h"

#include <QStandardItemModel>
#include <QWidget>

class QListView;

namespace throughline::ui {

class SearchField;

/// A search field above a list of what can be chosen, in groups. What is found is decided by whoever has it:
/// asked with wordsChanged(), answered with setRows().
///
/// The keyboard stays in the field: up and down move in the list, Enter chooses. Escape is left to the owner.
class SearchList final : public QWidget
{
    Q_OBJECT

public:
    struct Row
    {
        QString id; ///< empty: the name of a group, which cannot be chosen
        QString text;
        QString hint;           ///< quietly at the end of the line
        bool isCurrent = false; ///< has a mark
        QString spoken;         ///< by assistive technology; empty: the text
    };

    /// \a listName is for assistive technology, \a nothing is said where no row is.
    SearchList(const QString &placeholder, const QString &listName, const QString &nothing,
        const Appearance &appearance, QWidget *parent);

    QString words() const; ///< without white space around them
    /// Of \a rows the one called \a selectedId is selected, or else the first.
    void setRows(const QList<Row> &rows, const QString &selectedId = {});
    QString selectedId() const;
    void showSelected(); ///< scrolls to it

    /// Empties the field, with the keyboard in it; wordsChanged() follows, whatever was in it.
    void begin();
    /// The height of the field and of as many rows as there are, \a mostRows at most.
    int heightFor(int mostRows) const;

Q_SIGNALS:
    void wordsChanged();
    void chosen(const QString &id);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void choose(const QModelIndex &index);
    void step(int by);

    const Appearance &m_appearance;
    SearchField *m_search;
    QListView *m_list;
    Label *m_nothing;
    QStandardItemModel m_rows;
};

} // namespace throughline::ui
