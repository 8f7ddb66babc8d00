<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Activity</name>
    <message>
        <source>%1 could not be written: %2.</source>
        <translation>%1 konnte nicht geschrieben werden: %2.</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>One request in %1</source>
        <translation>Eine Anfrage in %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln requests in %1</source>
        <translation>
            <numerusform>%Ln Anfrage in %1</numerusform>
            <numerusform>%Ln Anfragen in %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %Ln of them checks</source>
        <translation>
            <numerusform>, davon %Ln Abfrage</numerusform>
            <numerusform>, davon %Ln Abfragen</numerusform>
        </translation>
    </message>
    <message>
        <source> · a fixed 3 s timer would have made %1</source>
        <translation> · bei einem festen Takt von 3 s wären es %1</translation>
    </message>
    <message>
        <source> · %1 % saved</source>
        <translation> · %1 % gespart</translation>
    </message>
</context>
<context>
    <name>ApiError</name>
    <message>
        <source>The server&apos;s list goes on at an address that does not belong to it.</source>
        <translation>Die Liste des Servers geht unter einer Adresse weiter, die ihm nicht gehört.</translation>
    </message>
    <message>
        <source>The server&apos;s list goes on without end.</source>
        <translation>Die Liste des Servers nimmt kein Ende.</translation>
    </message>
    <message>
        <source>The server did not accept this request.</source>
        <translation>Der Server hat diese Anfrage nicht angenommen.</translation>
    </message>
    <message>
        <source>Sign in again to go on.</source>
        <translation>Zum Fortfahren bitte neu anmelden.</translation>
    </message>
    <message>
        <source>You may not do that with this account.</source>
        <translation>Dieses Konto hat dafür keine Berechtigung.</translation>
    </message>
    <message>
        <source>That is no longer on the server.</source>
        <translation>Das ist auf dem Server nicht mehr vorhanden.</translation>
    </message>
    <message>
        <source>That is too long for the server.</source>
        <translation>Das ist für den Server zu lang.</translation>
    </message>
    <message>
        <source>The server asks to slow down.</source>
        <translation>Der Server bittet darum, langsamer anzufragen.</translation>
    </message>
    <message>
        <source>The server is not available right now.</source>
        <translation>Der Server ist zurzeit nicht verfügbar.</translation>
    </message>
    <message>
        <source>The server failed while answering.</source>
        <translation>Beim Server ist während der Antwort ein Fehler aufgetreten.</translation>
    </message>
    <message>
        <source>The server refused this request.</source>
        <translation>Der Server hat diese Anfrage abgelehnt.</translation>
    </message>
    <message>
        <source>The server&apos;s answer could not be understood.</source>
        <translation>Die Antwort des Servers war nicht zu verstehen.</translation>
    </message>
    <message>
        <source>The server&apos;s list changed while it was being read.</source>
        <translation>Die Liste des Servers hat sich geändert, während sie gelesen wurde.</translation>
    </message>
</context>
<context>
    <name>ChatStream</name>
    <message>
        <source>The model failed while answering.</source>
        <translation>Beim Modell ist während der Antwort ein Fehler aufgetreten.</translation>
    </message>
    <message>
        <source>The server stopped writing it.</source>
        <translation>Der Server hat aufgehört, sie zu schreiben.</translation>
    </message>
</context>
<context>
    <name>DecisionMap</name>
    <message>
        <source>Rests on: %1.</source>
        <translation>Stützt sich auf: %1.</translation>
    </message>
    <message>
        <source>Supports: %1.</source>
        <translation>Stützt: %1.</translation>
    </message>
    <message>
        <source>Seems to contradict: %1.</source>
        <translation>Scheint zu widersprechen: %1.</translation>
    </message>
    <message>
        <source>Source changed</source>
        <translation>Quelle geändert</translation>
    </message>
    <message>
        <source>Suggested</source>
        <translation>Vorgeschlagen</translation>
    </message>
    <message>
        <source>Said in the same message</source>
        <translation>In derselben Nachricht gesagt</translation>
    </message>
    <message>
        <source>Linked as evidence</source>
        <translation>Als Beleg verbunden</translation>
    </message>
    <message>
        <source>Seem to contradict</source>
        <translation>Scheinen sich zu widersprechen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>DecisionRecord</name>
    <message>
        <source>Decisions</source>
        <translation>Entscheidungen</translation>
    </message>
    <message>
        <source>Goals</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>Constraints</source>
        <translation>Randbedingungen</translation>
    </message>
    <message>
        <source>Assumptions</source>
        <translation>Annahmen</translation>
    </message>
    <message>
        <source>Claims</source>
        <translation>Behauptungen</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>Belege</translation>
    </message>
    <message>
        <source>Open questions</source>
        <translation>Offene Fragen</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Sonstiges</translation>
    </message>
    <message>
        <source>Decision record</source>
        <translation>Entscheidungsprotokoll</translation>
    </message>
    <message>
        <source>Decision record, %1</source>
        <translation>Entscheidungsprotokoll, %1</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>not confirmed</source>
        <translation>nicht bestätigt</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>angeheftet</translation>
    </message>
    <message>
        <source>its message has changed since</source>
        <translation>die Nachricht dazu wurde seither geändert</translation>
    </message>
    <message>
        <source>its sentence was not found</source>
        <translation>der Satz dazu wurde nicht gefunden</translation>
    </message>
    <message>
        <source>no evidence yet</source>
        <translation>noch kein Beleg</translation>
    </message>
    <message>
        <source>Evidence: %1</source>
        <translation>Beleg: %1</translation>
    </message>
    <message>
        <source>Seems to contradict: %1</source>
        <translation>Scheint zu widersprechen: %1</translation>
    </message>
</context>
<context>
    <name>EmbeddedServer</name>
    <message>
        <source>Port %1 cannot be used: %2.</source>
        <translation>Der Port %1 kann nicht verwendet werden: %2.</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>You</source>
        <translation>Ich</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>Assistent</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Unterbrochen</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Not finished</source>
        <translation>Nicht abgeschlossen</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Unterhaltung</translation>
    </message>
    <message>
        <source>%1 could not be written. Nothing there has changed.</source>
        <translation>%1 konnte nicht geschrieben werden. Dort wurde nichts geändert.</translation>
    </message>
    <message>
        <source>%1 could not be written: %2. Nothing there has changed.</source>
        <translation>%1 konnte nicht geschrieben werden: %2. Dort wurde nichts geändert.</translation>
    </message>
</context>
<context>
    <name>Guide</name>
    <message>
        <source>Hello.</source>
        <translation>Hallo.</translation>
    </message>
    <message>
        <source>There is nothing to sum up yet: in what you have written I found no goal, constraint, assumption, claim, question, decision or piece of evidence.</source>
        <translation>Es gibt noch nichts zusammenzufassen: Im bisherigen Text fand sich kein Ziel, keine Randbedingung, keine Annahme, Behauptung, Frage oder Entscheidung und kein Beleg.</translation>
    </message>
    <message>
        <source>I am the **Guide**, a set of rules and not a language model. I do not understand what you write and know nothing about the world. I look for the words people use for goals, constraints, assumptions, claims, questions, decisions and evidence, list what I find under *Structure*, and ask the next question that it raises.</source>
        <translation>Ich bin der **Guide**, ein Satz von Regeln und kein Sprachmodell. Ich verstehe nicht, was geschrieben wird, und weiß nichts über die Welt. Ich suche nach den englischen Wörtern, mit denen man Ziele, Randbedingungen, Annahmen, Behauptungen, Fragen, Entscheidungen und Belege ausdrückt, führe das Gefundene unter *Struktur* auf und stelle die nächste Frage, die sich daraus ergibt.</translation>
    </message>
    <message>
        <source>What you can do:</source>
        <translation>Das ist möglich:</translation>
    </message>
    <message>
        <source>Write what you want to decide or work out, in whole sentences.</source>
        <translation>In ganzen englischen Sätzen schreiben, was zu entscheiden oder zu klären ist.</translation>
    </message>
    <message>
        <source>Say *sum up* to get everything noted so far, and what is still open.</source>
        <translation>Mit *sum up* alles bisher Notierte und das noch Offene anzeigen lassen.</translation>
    </message>
    <message>
        <source>Correct me under *Structure*: edit, confirm or dismiss what I noted.</source>
        <translation>Unter *Struktur* korrigieren: Notiertes bearbeiten, bestätigen oder verwerfen.</translation>
    </message>
    <message>
        <source>What you write stays on the server it is stored on.</source>
        <translation>Alles Geschriebene bleibt auf dem Server, auf dem es gespeichert ist.</translation>
    </message>
    <message>
        <source>Noted: %1.</source>
        <translation>Notiert: %1.</translation>
    </message>
    <message>
        <source>Nothing in these notes calls for a question. What else belongs to this: something you want, something that limits you, something you are not sure of?</source>
        <translation>Nichts in diesen Notizen wirft eine Frage auf. Was gehört noch dazu: ein Wunsch, eine Einschränkung, eine Ungewissheit?</translation>
    </message>
    <message>
        <source>To come back to this:</source>
        <translation>Noch einmal zurück zu diesem Punkt:</translation>
    </message>
    <message>
        <source>I have no new question. As far as I can see, this is still open:</source>
        <translation>Ich habe keine neue Frage. Soweit ich sehe, ist noch offen:</translation>
    </message>
    <message>
        <source>Take up one of these, or say *sum up* to see everything.</source>
        <translation>Davon etwas aufgreifen, oder mit *sum up* alles anzeigen lassen.</translation>
    </message>
    <message>
        <source>What are you trying to decide or work out?</source>
        <translation>Was soll entschieden oder geklärt werden?</translation>
    </message>
    <message>
        <source>I found nothing in that to hold on to. Three sentences are enough to begin:</source>
        <translation>Darin fand sich nichts, woran ich anknüpfen kann. Drei englische Sätze reichen für den Anfang:</translation>
    </message>
    <message>
        <source>*I want …*</source>
        <translation>*I want …*</translation>
    </message>
    <message>
        <source>*It has to …* or *we can&apos;t …*</source>
        <translation>*It has to …* oder *we can&apos;t …*</translation>
    </message>
    <message>
        <source>*I&apos;m not sure whether …*</source>
        <translation>*I&apos;m not sure whether&#xa0;…*</translation>
    </message>
    <message>
        <source>What about this is not settled yet, and what would be a good outcome?</source>
        <translation>Was daran ist noch nicht geklärt, und was wäre ein gutes Ergebnis?</translation>
    </message>
    <message>
        <source>As they stand, these two may not both hold. Which one is right? Or what makes both true: another time, another group, another meaning of a word?</source>
        <translation>So, wie sie dastehen, trifft vielleicht nicht beides zu. Was stimmt? Oder was macht beides wahr: eine andere Zeit, eine andere Gruppe, eine andere Bedeutung eines Wortes?</translation>
    </message>
    <message>
        <source>These may not both hold: %1 and %2</source>
        <translation>Vielleicht trifft nicht beides zu: %1 und %2</translation>
    </message>
    <message>
        <source>Where does that figure come from, and how far off could it be before it changed what you do?</source>
        <translation>Woher stammt diese Zahl, und wie weit dürfte sie danebenliegen, bevor sich am Vorgehen etwas ändert?</translation>
    </message>
    <message>
        <source>What does that rest on: something measured, something you were told, or your own experience?</source>
        <translation>Worauf stützt sich das: auf etwas Gemessenes, etwas Gehörtes oder auf eigene Erfahrung?</translation>
    </message>
    <message>
        <source>Nothing is cited for %1</source>
        <translation>Kein Beleg genannt für %1</translation>
    </message>
    <message>
        <source>I cannot answer that: I know only what you write here. Who or what could, and which answer would change your mind?</source>
        <translation>Das kann ich nicht beantworten: Ich weiß nur, was hier geschrieben steht. Wer oder was könnte es, und welche Antwort würde zu einem anderen Schluss führen?</translation>
    </message>
    <message>
        <source>You asked this and have not come back to it. Does it still matter, and who could answer it?</source>
        <translation>Diese Frage wurde gestellt und nicht wieder aufgegriffen. Ist sie noch wichtig, und wer könnte sie beantworten?</translation>
    </message>
    <message>
        <source>Not answered: %1</source>
        <translation>Nicht beantwortet: %1</translation>
    </message>
    <message>
        <source>You take this as given. What would be a cheap way to test it, and what would you do differently if it turned out to be false?</source>
        <translation>Das gilt als gegeben. Wie ließe es sich mit wenig Aufwand prüfen, und was würde sich ändern, wenn es sich als falsch herausstellt?</translation>
    </message>
    <message>
        <source>You take this as given. Whom could you ask or watch, before you rely on it, to see whether it is so?</source>
        <translation>Das gilt als gegeben. Wen könnte man fragen oder beobachten, bevor man sich darauf verlässt?</translation>
    </message>
    <message>
        <source>You take this as given. Where does the figure come from, and how far off could it be before your choice changed?</source>
        <translation>Das gilt als gegeben. Woher stammt die Zahl, und wie weit dürfte sie danebenliegen, bevor die Wahl anders ausfällt?</translation>
    </message>
    <message>
        <source>You take this as given. What would be the first sign that it is not going that way, and what would you do then?</source>
        <translation>Das gilt als gegeben. Was wäre das erste Anzeichen dafür, dass es anders kommt, und was wäre dann zu tun?</translation>
    </message>
    <message>
        <source>Not tested: %1</source>
        <translation>Nicht geprüft: %1</translation>
    </message>
    <message>
        <source>Compared with what it is today, and by how much? What figure would tell you that it is done?</source>
        <translation>Im Vergleich wozu, und um wie viel? Welche Zahl würde zeigen, dass es erreicht ist?</translation>
    </message>
    <message>
        <source>How will you know that you are there? What would you be able to see or count?</source>
        <translation>Woran ist zu erkennen, dass das Ziel erreicht ist? Was ließe sich sehen oder zählen?</translation>
    </message>
    <message>
        <source>No measure yet: %1</source>
        <translation>Noch kein Maß: %1</translation>
    </message>
    <message>
        <source>That can be measured. By when does it have to be so, and what happens if it comes later?</source>
        <translation>Das lässt sich messen. Bis wann muss es so sein, und was geschieht, wenn es später wird?</translation>
    </message>
    <message>
        <source>No date yet: %1</source>
        <translation>Noch kein Termin: %1</translation>
    </message>
    <message>
        <source>Is that fixed by something outside your reach, or could it move if keeping it cost too much?</source>
        <translation>Ist das von außen vorgegeben, oder ließe es sich verschieben, wenn es zu teuer wird?</translation>
    </message>
    <message>
        <source>What exactly does the rule ask for? Often it is narrower than how it is quoted, and somebody can say what it leaves open.</source>
        <translation>Was genau verlangt die Regel? Oft ist sie enger, als sie zitiert wird, und jemand kann sagen, was sie offenlässt.</translation>
    </message>
    <message>
        <source>Who set that figure? What would happen if you missed it by a tenth, and who would have to agree?</source>
        <translation>Wer hat diese Zahl festgelegt? Was wäre, wenn sie um ein Zehntel verfehlt wird, und wer müsste zustimmen?</translation>
    </message>
    <message>
        <source>What is tied to that date? Would part of it on time be worth more than all of it late?</source>
        <translation>Was hängt an diesem Termin? Wäre ein Teil pünktlich mehr wert als alles verspätet?</translation>
    </message>
    <message>
        <source>Fixed, or open to discussion: %1</source>
        <translation>Fest oder verhandelbar: %1</translation>
    </message>
    <message>
        <source>What is the one thing that would settle this? Name it, and say how each option does on it.</source>
        <translation>Was würde das entscheiden? Dieses eine Kriterium nennen und sagen, wie jede Möglichkeit dabei abschneidet.</translation>
    </message>
    <message>
        <source>No criterion yet for %1</source>
        <translation>Noch kein Kriterium für %1</translation>
    </message>
    <message>
        <source>This names one option. What is the strongest other one, doing nothing included, and what would have to be true for it to be the better choice?</source>
        <translation>Hier ist eine Möglichkeit genannt. Was ist die stärkste andere, Nichtstun eingeschlossen, und was müsste gelten, damit sie die bessere Wahl ist?</translation>
    </message>
    <message>
        <source>Only one option: %1</source>
        <translation>Nur eine Möglichkeit: %1</translation>
    </message>
    <message>
        <source>Where is that from, and from when? Could somebody else look it up?</source>
        <translation>Woher stammt das, und von wann ist es? Könnte jemand anderes es nachschlagen?</translation>
    </message>
    <message>
        <source>From when is that, and has anything changed since that would make it different today?</source>
        <translation>Von wann ist das, und hat sich seither etwas geändert, sodass es heute anders wäre?</translation>
    </message>
    <message>
        <source>Where is that from? Could somebody else look it up and come to the same result?</source>
        <translation>Woher stammt das? Könnte jemand anderes es nachschlagen und zum selben Ergebnis kommen?</translation>
    </message>
    <message>
        <source>No date for %1</source>
        <translation>Kein Datum für %1</translation>
    </message>
    <message>
        <source>No source for %1</source>
        <translation>Keine Quelle für %1</translation>
    </message>
    <message>
        <source>So far you have not said what you want to be true in the end. If this goes well, what is different from today?</source>
        <translation>Bisher ist nicht gesagt, was am Ende gelten soll. Wenn es gut ausgeht: Was ist dann anders als heute?</translation>
    </message>
    <message>
        <source>No goal has been named</source>
        <translation>Es wurde kein Ziel genannt</translation>
    </message>
    <message>
        <source>So far nothing limits the answer. What must it not cost, break or wait for?</source>
        <translation>Bisher schränkt nichts die Antwort ein. Was darf es nicht kosten, nicht beschädigen, worauf darf es nicht warten?</translation>
    </message>
    <message>
        <source>No constraint has been named</source>
        <translation>Es wurde keine Randbedingung genannt</translation>
    </message>
    <message>
        <source>Goals</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>Constraints</source>
        <translation>Randbedingungen</translation>
    </message>
    <message>
        <source>Assumptions</source>
        <translation>Annahmen</translation>
    </message>
    <message>
        <source>Claims</source>
        <translation>Behauptungen</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>Entscheidungen</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>Belege</translation>
    </message>
    <message>
        <source>a goal</source>
        <translation>ein Ziel</translation>
    </message>
    <message numerus="yes">
        <source>%n goals</source>
        <translation>
            <numerusform>%n Ziel</numerusform>
            <numerusform>%n Ziele</numerusform>
        </translation>
    </message>
    <message>
        <source>a constraint</source>
        <translation>eine Randbedingung</translation>
    </message>
    <message numerus="yes">
        <source>%n constraints</source>
        <translation>
            <numerusform>%n Randbedingung</numerusform>
            <numerusform>%n Randbedingungen</numerusform>
        </translation>
    </message>
    <message>
        <source>an assumption</source>
        <translation>eine Annahme</translation>
    </message>
    <message numerus="yes">
        <source>%n assumptions</source>
        <translation>
            <numerusform>%n Annahme</numerusform>
            <numerusform>%n Annahmen</numerusform>
        </translation>
    </message>
    <message>
        <source>a claim</source>
        <translation>eine Behauptung</translation>
    </message>
    <message numerus="yes">
        <source>%n claims</source>
        <translation>
            <numerusform>%n Behauptung</numerusform>
            <numerusform>%n Behauptungen</numerusform>
        </translation>
    </message>
    <message>
        <source>a question</source>
        <translation>eine Frage</translation>
    </message>
    <message numerus="yes">
        <source>%n questions</source>
        <translation>
            <numerusform>%n Frage</numerusform>
            <numerusform>%n Fragen</numerusform>
        </translation>
    </message>
    <message>
        <source>a decision</source>
        <translation>eine Entscheidung</translation>
    </message>
    <message numerus="yes">
        <source>%n decisions</source>
        <translation>
            <numerusform>%n Entscheidung</numerusform>
            <numerusform>%n Entscheidungen</numerusform>
        </translation>
    </message>
    <message>
        <source>a piece of evidence</source>
        <translation>ein Beleg</translation>
    </message>
    <message numerus="yes">
        <source>%n pieces of evidence</source>
        <translation>
            <numerusform>%n Beleg</numerusform>
            <numerusform>%n Belege</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 und %2</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
    <message>
        <source>Where this stands</source>
        <translation>Der Stand der Dinge</translation>
    </message>
    <message>
        <source> (confirmed)</source>
        <translation> (bestätigt)</translation>
    </message>
    <message>
        <source>Still open</source>
        <translation>Noch offen</translation>
    </message>
    <message>
        <source>Nothing that I can see from these notes. What you know and have not written, I cannot see.</source>
        <translation>Nichts, was ich an diesen Notizen sehen könnte. Was bekannt, aber nicht aufgeschrieben ist, kann ich nicht sehen.</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… und %n weiterer Punkt</numerusform>
            <numerusform>… und %n weitere Punkte</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Keychain</name>
    <message>
        <source>There is no system keychain here.</source>
        <translation>Hier gibt es keinen Schlüsselbund des Systems.</translation>
    </message>
    <message>
        <source>The system&apos;s keychain did not remove what it was asked to remove.</source>
        <translation>Der Schlüsselbund des Systems hat nicht entfernt, was er entfernen sollte.</translation>
    </message>
    <message>
        <source>The system&apos;s keychain failed.</source>
        <translation>Im Schlüsselbund des Systems ist ein Fehler aufgetreten.</translation>
    </message>
    <message>
        <source>The system&apos;s keychain is locked or does not let this in.</source>
        <translation>Der Schlüsselbund des Systems ist gesperrt oder gewährt keinen Zugang.</translation>
    </message>
    <message>
        <source>The system&apos;s keychain does not answer.</source>
        <translation>Der Schlüsselbund des Systems antwortet nicht.</translation>
    </message>
</context>
<context>
    <name>Markdown</name>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
</context>
<context>
    <name>ModelErrors</name>
    <message>
        <source>“stop” must be texts of 1 to 200 characters.</source>
        <translation>„stop“ muss aus Texten von 1 bis 200 Zeichen bestehen.</translation>
    </message>
    <message>
        <source>“stop” must be a list of up to 4 texts.</source>
        <translation>„stop“ muss eine Liste von höchstens 4 Texten sein.</translation>
    </message>
    <message>
        <source>“system_prompt” must be a text of at most 100,000 characters.</source>
        <translation>„system_prompt“ muss ein Text von höchstens 100.000 Zeichen sein.</translation>
    </message>
    <message>
        <source>“temperature” must be a number from 0 to 2.</source>
        <translation>„temperature“ muss eine Zahl von 0 bis 2 sein.</translation>
    </message>
    <message>
        <source>“top_p” must be a number from 0 to 1.</source>
        <translation>„top_p“ muss eine Zahl von 0 bis 1 sein.</translation>
    </message>
    <message>
        <source>“max_tokens” must be a whole number greater than 0.</source>
        <translation>„max_tokens“ muss eine ganze Zahl größer als 0 sein.</translation>
    </message>
    <message>
        <source>“seed” must be a whole number.</source>
        <translation>„seed“ muss eine ganze Zahl sein.</translation>
    </message>
    <message>
        <source>This conversation is too long for %1: %2 tokens, and it has room for %3.</source>
        <translation>Diese Unterhaltung ist zu lang für %1: Sie hat %2 Tokens, und es ist Platz für %3.</translation>
    </message>
    <message>
        <source>This conversation is too long for %1, which has room for %2 tokens.</source>
        <translation>Diese Unterhaltung ist zu lang für %1: Dort ist Platz für %2 Tokens.</translation>
    </message>
    <message>
        <source>This conversation is too long for %1.</source>
        <translation>Diese Unterhaltung ist zu lang für %1.</translation>
    </message>
    <message>
        <source>Try again: the oldest messages will be left out. Or give the model a larger context.</source>
        <translation>Beim nächsten Versuch werden die ältesten Nachrichten weggelassen. Oder dem Modell einen größeren Kontext geben.</translation>
    </message>
    <message>
        <source>Shorten it or begin a new one, choose a model with a larger context, or set the size of its context.</source>
        <translation>Sie kürzen oder eine neue beginnen, ein Modell mit größerem Kontext wählen oder die Größe seines Kontexts einstellen.</translation>
    </message>
    <message>
        <source>%1 needs a key, and none is set%2. Set its key and try again.</source>
        <translation>%1 braucht einen Schlüssel, und es ist keiner hinterlegt%2. Den Schlüssel hinterlegen und es noch einmal versuchen.</translation>
    </message>
    <message>
        <source>%1 does not accept the key%2. Check the key, or make a new one there, and try again.</source>
        <translation>%1 nimmt den Schlüssel nicht an%2. Den Schlüssel prüfen oder dort einen neuen erstellen und es noch einmal versuchen.</translation>
    </message>
    <message>
        <source>%1 has no model “%2”%3. Choose another model.</source>
        <translation>%1 hat kein Modell „%2“%3. Bitte ein anderes Modell wählen.</translation>
    </message>
    <message>
        <source>With Ollama, get it with: ollama pull %1</source>
        <translation>Mit Ollama lässt es sich so laden: ollama pull %1</translation>
    </message>
    <message>
        <source>The account at %1 has no credit left%2. Top it up there, or choose another model.</source>
        <translation>Das Konto bei %1 hat kein Guthaben mehr%2. Dort aufladen oder ein anderes Modell wählen.</translation>
    </message>
    <message>
        <source>Try again in %1.</source>
        <translation>Nächster Versuch möglich in %1.</translation>
    </message>
    <message>
        <source>Wait a little and try again.</source>
        <translation>Etwas warten und es noch einmal versuchen.</translation>
    </message>
    <message>
        <source>%1 takes no more requests at the moment%2. %3</source>
        <translation>%1 nimmt im Augenblick keine weiteren Anfragen an%2. %3</translation>
    </message>
    <message>
        <source>%1 failed to answer%2. Try again in a moment.</source>
        <translation>%1 konnte nicht antworten%2. Bitte gleich noch einmal versuchen.</translation>
    </message>
    <message>
        <source>%1 used all the tokens it was allowed before it came to an answer. Allow it more tokens, and try again.</source>
        <translation>%1 hat alle erlaubten Tokens verbraucht, bevor eine Antwort zustande kam. Mehr Tokens erlauben und es noch einmal versuchen.</translation>
    </message>
    <message>
        <source>%1 withheld the answer because of its content rules. Say it differently, or choose another model.</source>
        <translation>%1 hält die Antwort wegen der eigenen Inhaltsregeln zurück. Es anders formulieren oder ein anderes Modell wählen.</translation>
    </message>
    <message>
        <source>%1 answered with nothing. Try again.</source>
        <translation>%1 hat mit nichts geantwortet. Bitte noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The proxy on the way to %1 asks for a user name and a password. Check them in the settings.</source>
        <translation>Der Proxy auf dem Weg zu %1 verlangt Benutzernamen und Passwort. Beides lässt sich in den Einstellungen prüfen.</translation>
    </message>
    <message>
        <source>%1 does not let this key use “%2”%3. Choose another model, or another key.</source>
        <translation>%1 erlaubt diesem Schlüssel nicht, „%2“ zu verwenden%3. Ein anderes Modell oder einen anderen Schlüssel wählen.</translation>
    </message>
    <message>
        <source>No model answers at %1%2. Check the address; it usually ends with /v1.</source>
        <translation>Unter %1 antwortet kein Modell%2. Die Adresse prüfen; meist endet sie auf /v1.</translation>
    </message>
    <message>
        <source>This conversation is too long for %1%2. Shorten it, or begin a new one.</source>
        <translation>Diese Unterhaltung ist zu lang für %1%2. Sie kürzen oder eine neue beginnen.</translation>
    </message>
    <message>
        <source>%1 sends this request on to another address, which is not followed. Check its address.</source>
        <translation>%1 leitet diese Anfrage an eine andere Adresse weiter; dem wird nicht gefolgt. Bitte die Adresse prüfen.</translation>
    </message>
    <message>
        <source>%1 refused the request%2. Change the model&apos;s settings or the message, and try again.</source>
        <translation>%1 hat die Anfrage abgelehnt%2. Die Einstellungen des Modells oder die Nachricht ändern und es noch einmal versuchen.</translation>
    </message>
    <message>
        <source>No model server runs at %1. Start it with: %2</source>
        <translation>Unter %1 läuft kein Modellserver. Er startet mit: %2</translation>
    </message>
    <message>
        <source>Something answers at %1, but not with TLS. Try the address %2.</source>
        <translation>Unter %1 antwortet etwas, aber nicht mit TLS. Die Adresse %2 versuchen.</translation>
    </message>
    <message>
        <source>Something at %1 closes the connection without an answer. If it is not your model server, give that another port; otherwise restart it.</source>
        <translation>Etwas unter %1 schließt die Verbindung, ohne zu antworten. Ist es nicht der Modellserver, diesem einen anderen Port geben; sonst ihn neu starten.</translation>
    </message>
    <message>
        <source>Something at %1 takes the connection, but does not answer. It may be busy, or loading a model: try again in a moment.</source>
        <translation>Etwas unter %1 nimmt die Verbindung an, antwortet aber nicht. Vielleicht ist es ausgelastet oder lädt ein Modell: bitte gleich noch einmal versuchen.</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 stopped in the middle of its answer; what it said so far is kept.</source>
        <translation>%1 hat mitten in der Antwort aufgehört; was bis dahin kam, ist gesichert.</translation>
    </message>
    <message>
        <source>What %1 sent could not be read. Try again; if it stays so, check that its address is that of chat completions.</source>
        <translation>Was %1 gesendet hat, war nicht zu lesen. Noch einmal versuchen; bleibt es so, prüfen, ob die Adresse die der Chat Completions ist.</translation>
    </message>
    <message>
        <source>The answer of %1 is longer than can be kept; it was stopped. Allow it fewer tokens.</source>
        <translation>Die Antwort von %1 ist länger, als gespeichert werden kann; sie wurde angehalten. Weniger Tokens erlauben.</translation>
    </message>
    <message>
        <source>%1: %2 Check the address and this machine&apos;s clock; behind a company&apos;s proxy its certificate must be among the system&apos;s.</source>
        <translation>%1: %2 Die Adresse und die Uhr dieses Rechners prüfen; hinter dem Proxy einer Firma muss dessen Zertifikat unter denen des Systems sein.</translation>
    </message>
    <message>
        <source>%1 cannot be reached: %2 Check the connection, the address %3, and the system&apos;s proxy.</source>
        <translation>%1 ist nicht zu erreichen: %2 Die Verbindung, die Adresse %3 und den Proxy des Systems prüfen.</translation>
    </message>
    <message>
        <source>%1 wanted to use a tool, and there are none here. Say that it should answer in words, or choose another model.</source>
        <translation>%1 wollte ein Werkzeug benutzen, und hier gibt es keine. Um eine Antwort in Worten bitten oder ein anderes Modell wählen.</translation>
    </message>
    <message>
        <source>Nothing came from %1 for %2. Try again.</source>
        <translation>Von %1 kam %2 lang nichts. Bitte noch einmal versuchen.</translation>
    </message>
    <message>
        <source>%1 is connected, but said nothing for %2. Try again, or restart it.</source>
        <translation>%1 ist verbunden, hat aber %2 lang nichts gesagt. Noch einmal versuchen oder neu starten.</translation>
    </message>
    <message>
        <source>%1 is loading the model. It answers as soon as that is done.</source>
        <translation>%1 lädt das Modell. Sobald es geladen ist, kommt die Antwort.</translation>
    </message>
    <message>
        <source>%1 takes no more requests at the moment. Asking again in %2.</source>
        <translation>%1 nimmt im Augenblick keine weiteren Anfragen an. Nächster Versuch in %2.</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2.</source>
        <translation>%1 ist nicht zu lesen: %2.</translation>
    </message>
    <message>
        <source>%1 is too large.</source>
        <translation>%1 ist zu groß.</translation>
    </message>
    <message>
        <source>The address of a model service must begin with http:// or https:// and name a host.</source>
        <translation>Die Adresse eines Modelldienstes muss mit http:// oder https:// beginnen und einen Rechner nennen.</translation>
    </message>
    <message>
        <source>The address of a model service must not contain a name or a password; put the key into a file.</source>
        <translation>Die Adresse eines Modelldienstes darf weder Namen noch Passwort enthalten; der Schlüssel gehört in eine Datei.</translation>
    </message>
    <message>
        <source>Each provider needs an “id” of letters, digits, “-”, “_” and “.”, other than “guide”.</source>
        <translation>Jeder Anbieter braucht eine „id“ aus Buchstaben, Ziffern, „-“, „_“ und „.“, die nicht „guide“ ist.</translation>
    </message>
    <message>
        <source>the only “type” there is is “openai”.</source>
        <translation>den „type“ gibt es nur als „openai“.</translation>
    </message>
    <message>
        <source>a key must not be here; put it into a file and name that as “key_file”.</source>
        <translation>ein Schlüssel darf hier nicht stehen; er gehört in eine Datei, die als „key_file“ genannt wird.</translation>
    </message>
    <message>
        <source>There is no key on the first line of %1.</source>
        <translation>In der ersten Zeile von %1 steht kein Schlüssel.</translation>
    </message>
    <message>
        <source>This is not a JSON object: %1 (at byte %2).</source>
        <translation>Das ist kein JSON-Objekt: %1 (bei Byte %2).</translation>
    </message>
    <message>
        <source>“providers” must be a list of at most 32 providers.</source>
        <translation>„providers“ muss eine Liste von höchstens 32 Anbietern sein.</translation>
    </message>
    <message>
        <source>“extraction” must be an object with “when” and “model”.</source>
        <translation>„extraction“ muss ein Objekt mit „when“ und „model“ sein.</translation>
    </message>
    <message>
        <source>Two providers have the id “%1”.</source>
        <translation>Zwei Anbieter haben die id „%1“.</translation>
    </message>
</context>
<context>
    <name>Network</name>
    <message>
        <source>The proxy asks for a user name and a password. Check them in the settings.</source>
        <translation>Der Proxy verlangt Benutzernamen und Passwort. Beides lässt sich in den Einstellungen prüfen.</translation>
    </message>
    <message>
        <source>The server sends this request on to another address, which is not followed. Check the server&apos;s address.</source>
        <translation>Der Server leitet diese Anfrage an eine andere Adresse weiter; dem wird nicht gefolgt. Bitte die Adresse des Servers prüfen.</translation>
    </message>
    <message>
        <source>Nothing answers at the server&apos;s address.</source>
        <translation>Unter der Adresse des Servers antwortet nichts.</translation>
    </message>
    <message>
        <source>The server closed the connection before its answer was complete.</source>
        <translation>Der Server hat die Verbindung geschlossen, bevor seine Antwort vollständig war.</translation>
    </message>
    <message>
        <source>The server was not found. Check its address and your connection.</source>
        <translation>Der Server wurde nicht gefunden. Bitte seine Adresse und die Verbindung prüfen.</translation>
    </message>
    <message>
        <source>The server did not answer in time.</source>
        <translation>Der Server hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>The request was cancelled.</source>
        <translation>Die Anfrage wurde abgebrochen.</translation>
    </message>
    <message>
        <source>No secure connection to the server could be made.</source>
        <translation>Es kam keine sichere Verbindung zum Server zustande.</translation>
    </message>
    <message>
        <source>The proxy on the way to the server does not answer. Check it in the settings.</source>
        <translation>Der Proxy auf dem Weg zum Server antwortet nicht. Er lässt sich in den Einstellungen prüfen.</translation>
    </message>
    <message>
        <source>The proxy on the way to the server could not or would not reach it.</source>
        <translation>Der Proxy auf dem Weg zum Server konnte oder wollte ihn nicht erreichen.</translation>
    </message>
    <message>
        <source>What answers at this address does not speak HTTP.</source>
        <translation>Was unter dieser Adresse antwortet, spricht kein HTTP.</translation>
    </message>
    <message>
        <source>The server&apos;s answer could not be read.</source>
        <translation>Die Antwort des Servers war nicht zu lesen.</translation>
    </message>
    <message>
        <source>The connection to the server broke.</source>
        <translation>Die Verbindung zum Server ist abgerissen.</translation>
    </message>
    <message>
        <source>The server did not answer within %1 seconds.</source>
        <translation>Der Server hat innerhalb von %1 Sekunden nicht geantwortet.</translation>
    </message>
    <message>
        <source>Stopped by this program.</source>
        <translation>Von diesem Programm angehalten.</translation>
    </message>
    <message>
        <source>The server&apos;s address is not a web address.</source>
        <translation>Die Adresse des Servers ist keine Webadresse.</translation>
    </message>
    <message>
        <source>The server&apos;s answer begins with more than it may.</source>
        <translation>Die Antwort des Servers beginnt mit mehr, als erlaubt ist.</translation>
    </message>
    <message>
        <source>No connection to the server could be made within %1 seconds.</source>
        <translation>Innerhalb von %1 Sekunden kam keine Verbindung zum Server zustande.</translation>
    </message>
    <message>
        <source>Nothing came from the server for %1 seconds.</source>
        <translation>Vom Server kam %1 Sekunden lang nichts.</translation>
    </message>
    <message>
        <source>The server compresses its stream although it was asked not to; it cannot be read.</source>
        <translation>Der Server komprimiert seinen Datenstrom, obwohl das Gegenteil verlangt war; er ist nicht zu lesen.</translation>
    </message>
    <message>
        <source>The server&apos;s answer is too long.</source>
        <translation>Die Antwort des Servers ist zu lang.</translation>
    </message>
    <message>
        <source>%1 is not a file.</source>
        <translation>%1 ist keine Datei.</translation>
    </message>
    <message>
        <source>The file %1 cannot be read: %2.</source>
        <translation>Die Datei %1 ist nicht zu lesen: %2.</translation>
    </message>
    <message>
        <source>There is no certificate in the file %1.</source>
        <translation>In der Datei %1 ist kein Zertifikat.</translation>
    </message>
    <message>
        <source>The certificate of %1 is not an authority&apos;s, so it can vouch for nobody. Choose that of the authority that signed it.</source>
        <translation>Das Zertifikat von %1 ist nicht das einer Zertifizierungsstelle und kann für niemanden bürgen. Das der Stelle wählen, die es signiert hat.</translation>
    </message>
    <message>
        <source>The certificate of %1 expired on %2. Ask who runs the server for a new one.</source>
        <translation>Das Zertifikat von %1 ist am %2 abgelaufen. Wer den Server betreibt, kann ein neues geben.</translation>
    </message>
    <message>
        <source>The certificate of %1 is not valid before %2. Is the clock of this computer right?</source>
        <translation>Das Zertifikat von %1 gilt erst ab %2. Geht die Uhr dieses Rechners richtig?</translation>
    </message>
    <message>
        <source>The server sent more at once than can be taken.</source>
        <translation>Der Server hat mehr auf einmal gesendet, als angenommen werden kann.</translation>
    </message>
    <message>
        <source>The server sends without end, and no part of a reply.</source>
        <translation>Der Server sendet ohne Ende, aber keinen Teil einer Antwort.</translation>
    </message>
    <message>
        <source>Nothing whole came from the server for %1 seconds.</source>
        <translation>Vom Server kam %1 Sekunden lang nichts Ganzes.</translation>
    </message>
    <message>
        <source>A part of the reply could not be understood.</source>
        <translation>Ein Teil der Antwort war nicht zu verstehen.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate has been revoked. Tell whoever runs the server.</source>
        <translation>Das Zertifikat des Servers wurde widerrufen. Wer den Server betreibt, sollte das erfahren.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is signed by the server itself (self-signed), so it proves nothing. If that is meant to be so, add it as a certificate authority in the settings.</source>
        <translation>Das Zertifikat des Servers ist von ihm selbst signiert und beweist deshalb nichts. Ist das so gewollt, lässt es sich in den Einstellungen als Zertifizierungsstelle hinzufügen.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate comes from an authority that is not known here (%1). If it is your organization&apos;s own, add its certificate in the settings.</source>
        <translation>Das Zertifikat des Servers stammt von einer Stelle, die hier nicht bekannt ist (%1). Ist es die der eigenen Organisation, lässt sich ihr Zertifikat in den Einstellungen hinzufügen.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate expired on %1. Whoever runs the server has to renew it.</source>
        <translation>Das Zertifikat des Servers ist am %1 abgelaufen. Wer den Server betreibt, muss es erneuern.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is valid only from %1. Check this computer&apos;s date.</source>
        <translation>Das Zertifikat des Servers gilt erst ab %1. Bitte das Datum dieses Rechners prüfen.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is for %1, not for %2. Check the server&apos;s address.</source>
        <translation>Das Zertifikat des Servers gilt für %1, nicht für %2. Bitte die Adresse des Servers prüfen.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is not accepted: %1.</source>
        <translation>Das Zertifikat des Servers wird nicht angenommen: %1.</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>Throughline opens addresses like throughline:new?text=… only.</source>
        <translation>Throughline öffnet nur Adressen wie throughline:new?text=…</translation>
    </message>
    <message>
        <source>The address has more text than fits into a message.</source>
        <translation>Die Adresse enthält mehr Text, als in eine Nachricht passt.</translation>
    </message>
</context>
<context>
    <name>Picture</name>
    <message>
        <source>What is there is no picture of a kind that is shown here (PNG, JPEG, GIF, WebP, BMP).</source>
        <translation>Dort ist kein Bild einer Art, die hier gezeigt wird (PNG, JPEG, GIF, WebP, BMP).</translation>
    </message>
    <message>
        <source>The picture is damaged or of a kind that is not supported here.</source>
        <translation>Das Bild ist beschädigt oder von einer Art, die hier nicht unterstützt wird.</translation>
    </message>
    <message>
        <source>The picture has more than 25 million pixels.</source>
        <translation>Das Bild hat mehr als 25 Millionen Bildpunkte.</translation>
    </message>
    <message>
        <source>The picture is damaged: it cannot be read to its end.</source>
        <translation>Das Bild ist beschädigt: Es lässt sich nicht bis zum Ende lesen.</translation>
    </message>
</context>
<context>
    <name>PollStatusText</name>
    <message>
        <source>Nothing to check yet</source>
        <translation>Noch nichts abzufragen</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird abgefragt&#xa0;…</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Next check within %1</source>
        <translation>Nächste Abfrage innerhalb von %1</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Jetzt abfragen</translation>
    </message>
    <message>
        <source>Next check in %1</source>
        <translation>Nächste Abfrage in %1</translation>
    </message>
    <message>
        <source>Paused while minimized</source>
        <translation>Pausiert, solange minimiert</translation>
    </message>
    <message>
        <source>Paused while hidden</source>
        <translation>Pausiert, solange verborgen</translation>
    </message>
    <message>
        <source>Paused while folded away</source>
        <translation>Pausiert, solange eingeklappt</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Stopped: no signals after one check</source>
        <translation>Angehalten: keine Signale nach einer Abfrage</translation>
    </message>
    <message numerus="yes">
        <source>Stopped: no signals after %n checks</source>
        <translation>
            <numerusform>Angehalten: keine Signale nach %n Abfrage</numerusform>
            <numerusform>Angehalten: keine Signale nach %n Abfragen</numerusform>
        </translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Erneut abfragen</translation>
    </message>
    <message>
        <source>Stopped: sign in again</source>
        <translation>Angehalten: bitte neu anmelden</translation>
    </message>
    <message>
        <source>Stopped: this conversation is not available</source>
        <translation>Angehalten: diese Unterhaltung ist nicht verfügbar</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>Offline, trying again in %1</source>
        <translation>Offline, nächster Versuch in %1</translation>
    </message>
    <message>
        <source>No answer, trying again in %1</source>
        <translation>Keine Antwort, nächster Versuch in %1</translation>
    </message>
    <message>
        <source>No secure connection, trying again in %1</source>
        <translation>Keine sichere Verbindung, nächster Versuch in %1</translation>
    </message>
    <message>
        <source>The server is busy, trying again in %1</source>
        <translation>Der Server ist ausgelastet, nächster Versuch in %1</translation>
    </message>
    <message>
        <source>The server failed, trying again in %1</source>
        <translation>Fehler beim Server, nächster Versuch in %1</translation>
    </message>
    <message>
        <source>Unreadable answer, trying again in %1</source>
        <translation>Unlesbare Antwort, nächster Versuch in %1</translation>
    </message>
    <message>
        <source>That did not work, trying again in %1</source>
        <translation>Das hat nicht geklappt, nächster Versuch in %1</translation>
    </message>
    <message>
        <source>1 s</source>
        <translation>1 s</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
</context>
<context>
    <name>ProviderRegistry</name>
    <message>
        <source>The model “%1” is not set up here any more. Choose another model for this conversation.</source>
        <translation>Das Modell „%1“ ist hier nicht mehr eingerichtet. Bitte für diese Unterhaltung ein anderes Modell wählen.</translation>
    </message>
</context>
<context>
    <name>RelativeTime</name>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
</context>
<context>
    <name>SignalDelegate</name>
    <message>
        <source>Seems to contradict: %1</source>
        <translation>Scheint zu widersprechen: %1</translation>
    </message>
    <message numerus="yes">
        <source>Said in %Ln places</source>
        <translation>
            <numerusform>An %Ln Stelle gesagt</numerusform>
            <numerusform>An %Ln Stellen gesagt</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, confidence %2 %</source>
        <translation>%1, Sicherheit %2 %</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>„%1“</translation>
    </message>
    <message>
        <source>The message it was found in has changed since.</source>
        <translation>Die Nachricht, aus der es stammt, hat sich seitdem geändert.</translation>
    </message>
    <message>
        <source>The sentence it came from could not be found in the message.</source>
        <translation>Der Satz, aus dem es stammt, wurde in der Nachricht nicht gefunden.</translation>
    </message>
    <message>
        <source>Confirmations and pins are kept on this computer: this server cannot keep them.</source>
        <translation>Bestätigungen und Angeheftetes bleiben auf diesem Computer: Dieser Server kann sie nicht speichern.</translation>
    </message>
    <message>
        <source>Take back the confirmation</source>
        <translation>Die Bestätigung zurücknehmen</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Bestätigen</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Lösen</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Anheften</translation>
    </message>
    <message>
        <source>Link evidence</source>
        <translation>Beleg verbinden</translation>
    </message>
    <message>
        <source>Show in conversation</source>
        <translation>In der Unterhaltung zeigen</translation>
    </message>
    <message>
        <source>Show what it seems to contradict</source>
        <translation>Zeigen, wem es zu widersprechen scheint</translation>
    </message>
    <message>
        <source>They do not contradict each other</source>
        <translation>Sie widersprechen einander nicht</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>suggested</source>
        <translation>vorgeschlagen</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>angeheftet</translation>
    </message>
    <message>
        <source>kept on this computer</source>
        <translation>auf diesem Computer gespeichert</translation>
    </message>
    <message>
        <source>its message has changed since</source>
        <translation>die Nachricht hat sich seitdem geändert</translation>
    </message>
    <message>
        <source>source changed</source>
        <translation>Quelle geändert</translation>
    </message>
    <message>
        <source>its sentence was not found</source>
        <translation>der Satz wurde nicht gefunden</translation>
    </message>
    <message>
        <source>quote not found</source>
        <translation>Zitat nicht gefunden</translation>
    </message>
    <message>
        <source>no evidence yet</source>
        <translation>noch kein Beleg</translation>
    </message>
    <message>
        <source>evidence: %1</source>
        <translation>Belege: %1</translation>
    </message>
    <message>
        <source>Show where it was said</source>
        <translation>Zeigen, wo es gesagt wurde</translation>
    </message>
</context>
<context>
    <name>SignalLines</name>
    <message>
        <source>The line is longer than 4 MiB.</source>
        <translation>Die Zeile ist länger als 4 MiB.</translation>
    </message>
    <message>
        <source>This is not JSON: %1 (at byte %2).</source>
        <translation>Das ist kein JSON: %1 (bei Byte %2).</translation>
    </message>
    <message>
        <source>A JSON object with “id” and “text” is expected.</source>
        <translation>Erwartet wird ein JSON-Objekt mit „id“ und „text“.</translation>
    </message>
    <message>
        <source>“id” must be there, a string or a number.</source>
        <translation>„id“ muss vorhanden sein, als Text oder Zahl.</translation>
    </message>
    <message>
        <source>“text” must be there, a string.</source>
        <translation>„text“ muss vorhanden sein, als Text.</translation>
    </message>
</context>
<context>
    <name>SignalService</name>
    <message>
        <source>Only evidence of the same conversation can be linked.</source>
        <translation>Nur Belege derselben Unterhaltung können verknüpft werden.</translation>
    </message>
</context>
<context>
    <name>SignalType</name>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>Goal</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Constraint</source>
        <translation>Randbedingung</translation>
    </message>
    <message>
        <source>Assumption</source>
        <translation>Annahme</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>Claim</source>
        <translation>Behauptung</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>Beleg</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>Entscheidungen</translation>
    </message>
    <message>
        <source>Goals</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>Constraints</source>
        <translation>Randbedingungen</translation>
    </message>
    <message>
        <source>Assumptions</source>
        <translation>Annahmen</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>Claims</source>
        <translation>Behauptungen</translation>
    </message>
    <message>
        <source>Evidence</source>
        <comment>several</comment>
        <translation>Belege</translation>
    </message>
</context>
<context>
    <name>Store</name>
    <message>
        <source>The disk is full, so this was not saved. Free some space and try again.</source>
        <translation>Der Datenträger ist voll, deshalb wurde dies nicht gespeichert. Platz schaffen und es noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The data file may only be read, so this was not saved. Check its permissions.</source>
        <translation>Die Datendatei darf nur gelesen werden, deshalb wurde dies nicht gespeichert. Bitte ihre Zugriffsrechte prüfen.</translation>
    </message>
    <message>
        <source>Another program is using the data file. Try again in a moment.</source>
        <translation>Ein anderes Programm benutzt die Datendatei. Bitte gleich noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The disk reported an error, so this was not saved.</source>
        <translation>Der Datenträger hat einen Fehler gemeldet, deshalb wurde dies nicht gespeichert.</translation>
    </message>
    <message>
        <source>The data file cannot be opened. Check that its folder exists and is yours.</source>
        <translation>Die Datendatei lässt sich nicht öffnen. Bitte prüfen, ob ihr Ordner vorhanden ist und diesem Konto gehört.</translation>
    </message>
    <message>
        <source>The data file is damaged. At the next start it is set aside and the newest backup restored.</source>
        <translation>Die Datendatei ist beschädigt. Beim nächsten Start wird sie beiseitegelegt und die neueste Sicherung wiederhergestellt.</translation>
    </message>
    <message>
        <source>The data could not be read or written.</source>
        <translation>Die Daten konnten nicht gelesen oder geschrieben werden.</translation>
    </message>
    <message>
        <source>The data was not opened: the program ends.</source>
        <translation>Die Daten wurden nicht geöffnet: Das Programm wird beendet.</translation>
    </message>
    <message>
        <source>The conversations in %1 were saved by a newer version of Throughline. Start that version, or choose another folder; nothing was changed.</source>
        <translation>Die Unterhaltungen in %1 wurden mit einer neueren Version von Throughline gespeichert. Diese Version starten oder einen anderen Ordner wählen; geändert wurde nichts.</translation>
    </message>
    <message>
        <source>The data file %1 is damaged and could not be set aside.</source>
        <translation>Die Datendatei %1 ist beschädigt und konnte nicht beiseitegelegt werden.</translation>
    </message>
    <message>
        <source>The disk refused to put the backup in its place.</source>
        <translation>Der Datenträger hat sich geweigert, die Sicherung an ihren Platz zu legen.</translation>
    </message>
    <message>
        <source>The data file was missing.</source>
        <translation>Die Datendatei fehlte.</translation>
    </message>
    <message>
        <source>The data file was damaged and was set aside as %1.</source>
        <translation>Die Datendatei war beschädigt und wurde als %1 beiseitegelegt.</translation>
    </message>
    <message>
        <source>There was no backup to restore, so you start afresh.</source>
        <translation>Es gab keine Sicherung, die sich wiederherstellen ließe; es beginnt also von vorn.</translation>
    </message>
    <message>
        <source>The backup %1 was restored.</source>
        <translation>Die Sicherung %1 wurde wiederhergestellt.</translation>
    </message>
    <message>
        <source>The backup could not be saved.</source>
        <translation>Die Sicherung konnte nicht gespeichert werden.</translation>
    </message>
    <message>
        <source>%1 is damaged. Choose another backup.</source>
        <translation>%1 ist beschädigt. Bitte eine andere Sicherung wählen.</translation>
    </message>
    <message>
        <source>%1 is not a backup of Throughline.</source>
        <translation>%1 ist keine Sicherung von Throughline.</translation>
    </message>
    <message>
        <source>The backup was not restored: the program ends.</source>
        <translation>Die Sicherung wurde nicht wiederhergestellt: Das Programm wird beendet.</translation>
    </message>
    <message>
        <source>There is no file %1.</source>
        <translation>Eine Datei %1 gibt es nicht.</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2.</source>
        <translation>%1 ist nicht zu lesen: %2.</translation>
    </message>
    <message>
        <source>%1 cannot be read. Check that the file is yours.</source>
        <translation>%1 ist nicht zu lesen. Bitte prüfen, ob die Datei diesem Konto gehört.</translation>
    </message>
    <message>
        <source>%1 was made by a newer version of Throughline. Only that version, or a later one, can restore it.</source>
        <translation>%1 stammt von einer neueren Version von Throughline. Nur diese oder eine spätere kann sie wiederherstellen.</translation>
    </message>
    <message>
        <source>The backup could not be copied; is the disk full?</source>
        <translation>Die Sicherung konnte nicht kopiert werden; ist der Datenträger voll?</translation>
    </message>
    <message>
        <source>What is here could not be set aside.</source>
        <translation>Was hier vorhanden ist, konnte nicht beiseitegelegt werden.</translation>
    </message>
    <message>
        <source>The disk refused while a backup was restored. What was here before is kept as %1. The next start tries again.</source>
        <translation>Der Datenträger hat sich beim Wiederherstellen einer Sicherung verweigert. Was vorher hier war, ist als %1 aufbewahrt. Der nächste Start versucht es noch einmal.</translation>
    </message>
    <message>
        <source>The backup was restored.</source>
        <translation>Die Sicherung wurde wiederhergestellt.</translation>
    </message>
    <message>
        <source>The backup was restored. What was here before is kept as %1.</source>
        <translation>Die Sicherung wurde wiederhergestellt. Was vorher hier war, ist als %1 aufbewahrt.</translation>
    </message>
    <message>
        <source>The data folder %1 cannot be made.</source>
        <translation>Der Datenordner %1 kann nicht angelegt werden.</translation>
    </message>
    <message>
        <source>Another Throughline is using the data folder %1.</source>
        <translation>Ein anderes Throughline benutzt den Datenordner %1.</translation>
    </message>
    <message>
        <source>The data folder %1 cannot be written to.</source>
        <translation>In den Datenordner %1 kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>The backup was not restored. %1</source>
        <translation>Die Sicherung wurde nicht wiederhergestellt. %1</translation>
    </message>
    <message>
        <source>No backup could be made; is the disk full?</source>
        <translation>Es konnte keine Sicherung angelegt werden; ist der Datenträger voll?</translation>
    </message>
</context>
<context>
    <name>TextFile</name>
    <message>
        <source>There is no file %1.</source>
        <translation>Es gibt keine Datei %1.</translation>
    </message>
    <message>
        <source>%1 is no file with text.</source>
        <translation>%1 ist keine Datei mit Text.</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2.</source>
        <translation>%1 ist nicht lesbar: %2.</translation>
    </message>
    <message>
        <source>%1 is too long for a message: 256 KiB are the most.</source>
        <translation>%1 ist zu lang für eine Nachricht: Höchstens 256 KiB sind möglich.</translation>
    </message>
    <message>
        <source>%1 is empty.</source>
        <translation>%1 ist leer.</translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>You stopped this reply.</source>
        <translation>Diese Antwort wurde angehalten.</translation>
    </message>
    <message>
        <source>%1 What arrived is kept.</source>
        <translation>%1 Was angekommen ist, bleibt erhalten.</translation>
    </message>
    <message>
        <source>There is no reply to this yet.</source>
        <translation>Darauf gibt es noch keine Antwort.</translation>
    </message>
    <message>
        <source>Keep lines</source>
        <translation>Zeilen lassen</translation>
    </message>
    <message>
        <source>Wrap lines</source>
        <translation>Zeilen umbrechen</translation>
    </message>
    <message>
        <source>This reply was cut off after one word.</source>
        <translation>Diese Antwort brach nach einem Wort ab.</translation>
    </message>
    <message numerus="yes">
        <source>This reply was cut off after %n words.</source>
        <translation>
            <numerusform>Diese Antwort brach nach %n Wort ab.</numerusform>
            <numerusform>Diese Antwort brach nach %n Wörtern ab.</numerusform>
        </translation>
    </message>
    <message>
        <source>The reply failed after one word.</source>
        <translation>Die Antwort ist nach einem Wort fehlgeschlagen.</translation>
    </message>
    <message numerus="yes">
        <source>The reply failed after %n words.</source>
        <translation>
            <numerusform>Die Antwort ist nach %n Wort fehlgeschlagen.</numerusform>
            <numerusform>Die Antwort ist nach %n Wörtern fehlgeschlagen.</numerusform>
        </translation>
    </message>
    <message>
        <source>You stopped this reply after one word.</source>
        <translation>Diese Antwort wurde nach einem Wort angehalten.</translation>
    </message>
    <message numerus="yes">
        <source>You stopped this reply after %n words.</source>
        <translation>
            <numerusform>Diese Antwort wurde nach %n Wort angehalten.</numerusform>
            <numerusform>Diese Antwort wurde nach %n Wörtern angehalten.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>first token %1 s</source>
        <translation>erstes Token %1 s</translation>
    </message>
    <message>
        <source>%1 tokens/s</source>
        <translation>%1 Tokens/s</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>The reply was cut off while the model was thinking.</source>
        <translation>Die Antwort brach ab, während das Modell nachdachte.</translation>
    </message>
    <message>
        <source>The reply was cut off before it began.</source>
        <translation>Die Antwort brach ab, bevor sie begann.</translation>
    </message>
    <message>
        <source>The reply failed.</source>
        <translation>Die Antwort ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>You stopped this reply while the model was thinking.</source>
        <translation>Diese Antwort wurde angehalten, während das Modell nachdachte.</translation>
    </message>
    <message>
        <source>You stopped this reply before it began.</source>
        <translation>Diese Antwort wurde angehalten, bevor sie begann.</translation>
    </message>
    <message>
        <source>This message was not sent.</source>
        <translation>Diese Nachricht wurde nicht gesendet.</translation>
    </message>
    <message>
        <source>The connection was lost. Taking it up again…</source>
        <translation>Die Verbindung ist abgerissen. Sie wird wieder aufgenommen&#xa0;…</translation>
    </message>
    <message>
        <source>This reply reached the length limit.</source>
        <translation>Diese Antwort hat die Höchstlänge erreicht.</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Wird gesendet&#xa0;…</translation>
    </message>
    <message>
        <source>Queued: goes out when this reply is finished</source>
        <translation>Eingereiht: wird gesendet, sobald diese Antwort fertig ist</translation>
    </message>
    <message>
        <source>Waiting for the server: goes out when it can be reached</source>
        <translation>Wartet auf den Server: wird gesendet, sobald er erreichbar ist</translation>
    </message>
    <message>
        <source>Thinking…</source>
        <translation>Denkt nach&#xa0;…</translation>
    </message>
    <message>
        <source>Thinking… %1</source>
        <translation>Denkt nach&#xa0;… %1</translation>
    </message>
    <message>
        <source>Thought for %1</source>
        <translation>%1 lang nachgedacht</translation>
    </message>
    <message>
        <source>Thoughts</source>
        <translation>Gedanken</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Ich</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>Assistent</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>being sent</source>
        <translation>wird gesendet</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>eingereiht</translation>
    </message>
    <message>
        <source>waiting for the server</source>
        <translation>wartet auf den Server</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>nicht gesendet</translation>
    </message>
    <message>
        <source>thinking</source>
        <translation>denkt nach</translation>
    </message>
    <message>
        <source>replying</source>
        <translation>antwortet</translation>
    </message>
    <message>
        <source>reconnecting</source>
        <translation>verbindet sich neu</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>unterbrochen</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>Version %1 of %2.</source>
        <translation>Version %1 von %2.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Jetzt senden</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Copy message</source>
        <translation>Nachricht kopieren</translation>
    </message>
    <message>
        <source>Edit and send again</source>
        <translation>Bearbeiten und neu senden</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>Neu erzeugen</translation>
    </message>
    <message>
        <source>Previous version</source>
        <translation>Vorige Version</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>Nächste Version</translation>
    </message>
    <message>
        <source>Hide thoughts</source>
        <translation>Gedanken verbergen</translation>
    </message>
    <message>
        <source>Show thoughts</source>
        <translation>Gedanken zeigen</translation>
    </message>
    <message>
        <source>Copy thoughts</source>
        <translation>Gedanken kopieren</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1/%2</source>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Editing</source>
        <translation>In Bearbeitung</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Branch from here</source>
        <translation>Von hier abzweigen</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Throughline is open already with this folder; here is its window.
</source>
        <translation>Throughline ist mit diesem Ordner schon geöffnet; hier ist sein Fenster.
</translation>
    </message>
    <message>
        <source>Throughline is open already with this folder and does not answer. Wait a moment and start it again.
</source>
        <translation>Throughline ist mit diesem Ordner schon geöffnet und antwortet nicht. Etwas warten und es neu starten.
</translation>
    </message>
    <message>
        <source>Think with an AI assistant and keep the structure of what you said.</source>
        <translation>Mit einem KI-Assistenten nachdenken und die Struktur des Gesagten behalten.</translation>
    </message>
    <message>
        <source>Keep conversations, drafts and settings in &lt;folder&gt;.</source>
        <translation>Unterhaltungen, Entwürfe und Einstellungen in &lt;Ordner&gt; aufbewahren.</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>There is no display to show a window on. throughline-server needs none.
</source>
        <translation>Es gibt keine Anzeige für ein Fenster. throughline-server braucht keine.
</translation>
    </message>
    <message>
        <source>Begin a message in a new conversation with the text of this file, or of an address throughline:new?text=…; nothing is sent.</source>
        <translation>Eine Nachricht in einer neuen Unterhaltung mit dem Text dieser Datei oder einer Adresse throughline:new?text=… beginnen; gesendet wird nichts.</translation>
    </message>
    <message>
        <source>One file or address at a time. Try --help.
</source>
        <translation>Nur eine Datei oder Adresse auf einmal. --help hilft weiter.
</translation>
    </message>
</context>
<context>
    <name>throughline::app::Application</name>
    <message>
        <source>What you wrote waits to be read for structure. %1</source>
        <translation>Das Geschriebene wartet darauf, auf Struktur gelesen zu werden. %1</translation>
    </message>
</context>
<context>
    <name>throughline::app::ModelGateway</name>
    <message>
        <source>The key for %1 is not in the keychain any more. Enter it again in Settings › Models.</source>
        <translation>Der Schlüssel für %1 ist nicht mehr im Schlüsselbund. Er lässt sich unter Einstellungen › Modelle neu eingeben.</translation>
    </message>
    <message>
        <source>The key for %1 could not be read. %2</source>
        <translation>Der Schlüssel für %1 war nicht zu lesen. %2</translation>
    </message>
    <message>
        <source>The key is kept for this session only. %1</source>
        <translation>Der Schlüssel wird nur für diese Sitzung behalten. %1</translation>
    </message>
    <message>
        <source>The key may still be in the keychain. %1</source>
        <translation>Der Schlüssel ist vielleicht noch im Schlüsselbund. %1</translation>
    </message>
</context>
<context>
    <name>throughline::app::ModelTrial</name>
    <message>
        <source>%1 said nothing for 2 minutes. It may be too busy, or still loading the model: try again in a moment.</source>
        <translation>%1 hat 2 Minuten lang nichts gesagt. Vielleicht ausgelastet oder noch beim Laden des Modells: bitte gleich noch einmal versuchen.</translation>
    </message>
    <message>
        <source>%1 is there but has no model yet. Fetch one first (with Ollama: ollama pull qwen2.5:7b).</source>
        <translation>%1 läuft, hat aber noch kein Modell. Zuerst eines laden (mit Ollama: ollama pull qwen2.5:7b).</translation>
    </message>
    <message>
        <source>Answered in %1 s</source>
        <translation>Antwort nach %1 s</translation>
    </message>
    <message>
        <source>1 model</source>
        <translation>1 Modell</translation>
    </message>
    <message numerus="yes">
        <source>%n models</source>
        <translation>
            <numerusform>%n Modell</numerusform>
            <numerusform>%n Modelle</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>throughline::app::TeamHub</name>
    <message>
        <source>You will have to sign in again after the next start. %1</source>
        <translation>Nach dem nächsten Start ist eine neue Anmeldung nötig. %1</translation>
    </message>
</context>
<context>
    <name>throughline::client::ChatStream</name>
    <message>
        <source>The server has not answered yet.</source>
        <translation>Der Server hat noch nicht geantwortet.</translation>
    </message>
    <message>
        <source>The server did not keep this reply.</source>
        <translation>Der Server hat diese Antwort nicht behalten.</translation>
    </message>
    <message>
        <source>The connection ended before the reply was complete.</source>
        <translation>Die Verbindung endete, bevor die Antwort vollständig war.</translation>
    </message>
    <message>
        <source>The model failed while answering.</source>
        <translation>Beim Modell ist während der Antwort ein Fehler aufgetreten.</translation>
    </message>
    <message>
        <source>A part of the reply was missing.</source>
        <translation>Ein Teil der Antwort fehlte.</translation>
    </message>
    <message>
        <source>The reply goes on without end.</source>
        <translation>Die Antwort nimmt kein Ende.</translation>
    </message>
</context>
<context>
    <name>throughline::client::Session</name>
    <message>
        <source>Sign in again to go on.</source>
        <translation>Zum Fortfahren bitte neu anmelden.</translation>
    </message>
    <message>
        <source>Your password would travel unprotected: this server&apos;s address begins with http. Use its https address, or a tunnel.</source>
        <translation>Das Passwort wäre ungeschützt unterwegs: Die Adresse dieses Servers beginnt mit http. Seine https-Adresse oder einen Tunnel verwenden.</translation>
    </message>
    <message>
        <source>What answers at this address is not a team server.</source>
        <translation>Was unter dieser Adresse antwortet, ist kein Teamserver.</translation>
    </message>
    <message>
        <source>There is no sign-in at this address. Check the team server&apos;s address.</source>
        <translation>Unter dieser Adresse gibt es keine Anmeldung. Bitte die Adresse des Teamservers prüfen.</translation>
    </message>
    <message>
        <source>%1 The token there may still be valid; remove it with the keychain&apos;s own program.</source>
        <translation>%1 Das Token dort ist vielleicht noch gültig; es lässt sich mit dem Programm des Schlüsselbunds entfernen.</translation>
    </message>
</context>
<context>
    <name>throughline::secrets::KeychainSecretStore</name>
    <message>
        <source>%1 Keys and tokens are kept only until the program ends.</source>
        <translation>%1 Schlüssel und Tokens werden nur bis zum Ende des Programms behalten.</translation>
    </message>
</context>
<context>
    <name>throughline::secrets::SessionSecretStore</name>
    <message>
        <source>Keys and tokens are kept only until the program ends.</source>
        <translation>Schlüssel und Tokens werden nur bis zum Ende des Programms behalten.</translation>
    </message>
</context>
<context>
    <name>throughline::server::EmbeddedServer</name>
    <message>
        <source>The data is not open. Try again in a moment.</source>
        <translation>Die Daten sind nicht geöffnet. Bitte gleich noch einmal versuchen.</translation>
    </message>
    <message>
        <source>A backup is being made or restored. Wait until that is done.</source>
        <translation>Gerade wird eine Sicherung angelegt oder wiederhergestellt. Bitte so lange warten.</translation>
    </message>
</context>
<context>
    <name>throughline::server::extraction::ModelExtractor</name>
    <message>
        <source>The model “%1”, which is to look for structure, is not set up here any more.</source>
        <translation>Das Modell „%1“, das nach Struktur suchen soll, ist hier nicht mehr eingerichtet.</translation>
    </message>
    <message>
        <source>%1 answered twice in a form that cannot be used.</source>
        <translation>%1 hat zweimal in einer Form geantwortet, die nicht verwendbar ist.</translation>
    </message>
</context>
<context>
    <name>throughline::server::service::ChatService</name>
    <message>
        <source>A title may have at most %1 characters.</source>
        <translation>Ein Titel darf höchstens %1 Zeichen haben.</translation>
    </message>
    <message>
        <source>There is no such conversation.</source>
        <translation>Eine solche Unterhaltung gibt es nicht.</translation>
    </message>
    <message>
        <source>A title may not be blank.</source>
        <translation>Ein Titel darf nicht leer sein.</translation>
    </message>
    <message>
        <source>There is no such message.</source>
        <translation>Eine solche Nachricht gibt es nicht.</translation>
    </message>
    <message>
        <source>A message may replace one or follow one, but not both be said.</source>
        <translation>Eine Nachricht darf eine andere ersetzen oder auf eine folgen, aber nicht beides.</translation>
    </message>
    <message>
        <source>There is no such message in this conversation.</source>
        <translation>Eine solche Nachricht gibt es in dieser Unterhaltung nicht.</translation>
    </message>
    <message>
        <source>Only a message of the user can be replaced.</source>
        <translation>Nur eigene Nachrichten können ersetzt werden.</translation>
    </message>
    <message>
        <source>A message may not be blank.</source>
        <translation>Eine Nachricht darf nicht leer sein.</translation>
    </message>
    <message>
        <source>This Idempotency-Key belongs to another message.</source>
        <translation>Dieser Idempotency-Key gehört zu einer anderen Nachricht.</translation>
    </message>
</context>
<context>
    <name>throughline::server::service::GenerationService</name>
    <message>
        <source>There is no such message.</source>
        <translation>Eine solche Nachricht gibt es nicht.</translation>
    </message>
    <message>
        <source>This message answers no other.</source>
        <translation>Diese Nachricht antwortet auf keine andere.</translation>
    </message>
    <message>
        <source>A reply to this is still being written.</source>
        <translation>Eine Antwort darauf wird noch geschrieben.</translation>
    </message>
    <message>
        <source>This Idempotency-Key belongs to something else.</source>
        <translation>Dieser Idempotency-Key gehört zu etwas anderem.</translation>
    </message>
    <message>
        <source>Only a message of the user is answered.</source>
        <translation>Nur auf eigene Nachrichten wird geantwortet.</translation>
    </message>
    <message>
        <source>There is no such reply.</source>
        <translation>Eine solche Antwort gibt es nicht.</translation>
    </message>
    <message>
        <source>Only the last reply of the conversation that is shown can be continued.</source>
        <translation>Nur die letzte Antwort der gezeigten Unterhaltung kann fortgesetzt werden.</translation>
    </message>
    <message>
        <source>The reply goes on without end.</source>
        <translation>Die Antwort nimmt kein Ende.</translation>
    </message>
    <message>
        <source>The end of this reply could not be saved.</source>
        <translation>Das Ende dieser Antwort konnte nicht gespeichert werden.</translation>
    </message>
</context>
<context>
    <name>throughline::server::service::SignalService</name>
    <message>
        <source>There is no such signal.</source>
        <translation>Ein solches Signal gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no such conversation.</source>
        <translation>Eine solche Unterhaltung gibt es nicht.</translation>
    </message>
    <message>
        <source>This signal is already dismissed.</source>
        <translation>Dieses Signal ist schon verworfen.</translation>
    </message>
    <message>
        <source>This signal is not dismissed.</source>
        <translation>Dieses Signal ist nicht verworfen.</translation>
    </message>
    <message>
        <source>The text of a signal may not be blank.</source>
        <translation>Der Text eines Signals darf nicht leer sein.</translation>
    </message>
    <message>
        <source>The text of a signal may have at most %1 characters.</source>
        <translation>Der Text eines Signals darf höchstens %1 Zeichen haben.</translation>
    </message>
    <message>
        <source>These two signals are no such pair.</source>
        <translation>Diese beiden Signale sind kein solches Paar.</translation>
    </message>
    <message>
        <source>This evidence is linked already.</source>
        <translation>Dieser Beleg ist schon verknüpft.</translation>
    </message>
    <message>
        <source>This evidence is not linked.</source>
        <translation>Dieser Beleg ist nicht verknüpft.</translation>
    </message>
</context>
<context>
    <name>throughline::ui::ActivityDelegate</name>
    <message>
        <source>live %1 s</source>
        <translation>live %1 s</translation>
    </message>
</context>
<context>
    <name>throughline::ui::ActivityDetail</name>
    <message>
        <source>Headers</source>
        <translation>Kopfzeilen</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
</context>
<context>
    <name>throughline::ui::ActivityPanel</name>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Export as HAR…</source>
        <translation>Als HAR exportieren&#xa0;…</translation>
    </message>
    <message>
        <source>Copy as curl</source>
        <translation>Als curl kopieren</translation>
    </message>
    <message>
        <source>Close Activity</source>
        <translation>Aktivität schließen</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>Filter requests</source>
        <translation>Anfragen filtern</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Requests will appear here as they are made.</source>
        <translation>Hier erscheinen die Anfragen, sobald sie gestellt werden.</translation>
    </message>
    <message>
        <source>No request matches this filter.</source>
        <translation>Keine Anfrage passt zu diesem Filter.</translation>
    </message>
    <message>
        <source>Export as HAR</source>
        <translation>Als HAR exportieren</translation>
    </message>
    <message>
        <source>HTTP archives (%1)</source>
        <translation>HTTP-Archive (%1)</translation>
    </message>
    <message>
        <source>One request exported, without secrets.</source>
        <translation>Eine Anfrage exportiert, ohne Geheimnisse.</translation>
    </message>
    <message numerus="yes">
        <source>%n requests exported, without secrets.</source>
        <translation>
            <numerusform>%n Anfrage exportiert, ohne Geheimnisse.</numerusform>
            <numerusform>%n Anfragen exportiert, ohne Geheimnisse.</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Copy correlation ID</source>
        <translation>Korrelations-ID kopieren</translation>
    </message>
</context>
<context>
    <name>throughline::ui::AppearancePage</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Erscheinungsbild</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Textgröße</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>Dichte</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>Großzügig</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>Kompakt</translation>
    </message>
    <message>
        <source>Everything grows with the text: rows, buttons and this sheet.</source>
        <translation>Alles wächst mit dem Text: Zeilen, Schaltflächen und dieses Blatt.</translation>
    </message>
    <message>
        <source>How close together conversations, messages and structure are.</source>
        <translation>Wie eng Unterhaltungen, Nachrichten und Struktur stehen.</translation>
    </message>
</context>
<context>
    <name>throughline::ui::ChatHeader</name>
    <message>
        <source>Show conversations</source>
        <translation>Unterhaltungen zeigen</translation>
    </message>
    <message>
        <source>Find in the conversation</source>
        <translation>In der Unterhaltung suchen</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>Structure</source>
        <translation>Struktur</translation>
    </message>
    <message>
        <source>Hide Activity</source>
        <translation>Aktivität verbergen</translation>
    </message>
    <message>
        <source>Show Activity</source>
        <translation>Aktivität zeigen</translation>
    </message>
    <message>
        <source>Hide Structure</source>
        <translation>Struktur verbergen</translation>
    </message>
    <message>
        <source>Show Structure</source>
        <translation>Struktur zeigen</translation>
    </message>
</context>
<context>
    <name>throughline::ui::ChatPane</name>
    <message>
        <source>Say what you want, what limits you and what you take for granted.</source>
        <translation>Hier ist Platz für das, was erreicht werden soll, was einschränkt und was als gegeben gilt.</translation>
    </message>
    <message>
        <source>The Guide answers at once and works without a model.</source>
        <translation>Der Guide antwortet sofort und kommt ohne Modell aus.</translation>
    </message>
    <message>
        <source>%1 answers.</source>
        <translation>Es antwortet %1.</translation>
    </message>
    <message>
        <source>What are you deciding?</source>
        <translation>Was ist zu entscheiden?</translation>
    </message>
    <message>
        <source>This conversation could not be loaded. %1</source>
        <translation>Diese Unterhaltung konnte nicht geladen werden. %1</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>The earlier part of this conversation could not be read. %1</source>
        <translation>Der frühere Teil dieser Unterhaltung konnte nicht gelesen werden. %1</translation>
    </message>
</context>
<context>
    <name>throughline::ui::CommandPalette</name>
    <message>
        <source>What would you like to do?</source>
        <translation>Was möchten Sie tun?</translation>
    </message>
    <message>
        <source>Commands and conversations</source>
        <translation>Befehle und Unterhaltungen</translation>
    </message>
    <message>
        <source>No command and no conversation is called that</source>
        <translation>Kein Befehl und keine Unterhaltung heißt so</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Unterhaltungen</translation>
    </message>
</context>
<context>
    <name>throughline::ui::Composer</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>Cancel the waiting message</source>
        <translation>Die wartende Nachricht verwerfen</translation>
    </message>
    <message>
        <source>Editing your message — Esc to cancel</source>
        <translation>Nachricht wird bearbeitet — Abbrechen mit Esc</translation>
    </message>
    <message>
        <source>Cancel editing</source>
        <translation>Bearbeiten abbrechen</translation>
    </message>
    <message>
        <source>Will be sent when this reply is finished</source>
        <translation>Wird gesendet, sobald diese Antwort fertig ist</translation>
    </message>
    <message numerus="yes">
        <source>%n messages will be sent when this reply is finished</source>
        <translation>
            <numerusform>%n Nachricht wird gesendet, sobald diese Antwort fertig ist</numerusform>
            <numerusform>%n Nachrichten werden gesendet, sobald diese Antwort fertig ist</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Your message, being edited</source>
        <translation>Eigene Nachricht, in Bearbeitung</translation>
    </message>
    <message>
        <source>Stop the reply</source>
        <translation>Die Antwort anhalten</translation>
    </message>
    <message>
        <source>Put a text file into the message</source>
        <translation>Eine Textdatei in die Nachricht setzen</translation>
    </message>
    <message>
        <source>Branching from an earlier reply — Esc to cancel</source>
        <translation>Neuer Zweig ab einer früheren Antwort — Abbrechen mit Esc</translation>
    </message>
    <message>
        <source>Your message, branching from an earlier reply</source>
        <translation>Eigene Nachricht, neuer Zweig ab einer früheren Antwort</translation>
    </message>
</context>
<context>
    <name>throughline::ui::ConnectCard</name>
    <message>
        <source>Another server…</source>
        <translation>Anderer Server&#xa0;…</translation>
    </message>
    <message>
        <source>Connect a model</source>
        <translation>Ein Modell verbinden</translation>
    </message>
    <message>
        <source>Looking for a model server on this computer…</source>
        <translation>Auf diesem Rechner wird nach einem Modellserver gesucht&#xa0;…</translation>
    </message>
    <message>
        <source>Ollama, LM Studio and others on this computer, or any OpenAI-compatible server.</source>
        <translation>Ollama, LM Studio und andere auf diesem Rechner oder jeder OpenAI-kompatible Server.</translation>
    </message>
    <message>
        <source>Connect a model…</source>
        <translation>Modell verbinden&#xa0;…</translation>
    </message>
    <message>
        <source>%1 is running on this computer with 1 model.</source>
        <translation>%1 läuft auf diesem Rechner mit 1 Modell.</translation>
    </message>
    <message numerus="yes">
        <source>%1 is running on this computer with %n models.</source>
        <translation>
            <numerusform>%1 läuft auf diesem Rechner mit %n Modell.</numerusform>
            <numerusform>%1 läuft auf diesem Rechner mit %n Modellen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>%1 verwenden</translation>
    </message>
</context>
<context>
    <name>throughline::ui::Control</name>
    <message>
        <source>Under way</source>
        <translation>Läuft</translation>
    </message>
</context>
<context>
    <name>throughline::ui::ConversationExport</name>
    <message>
        <source>Saved as %1</source>
        <translation>Gespeichert als %1</translation>
    </message>
    <message>
        <source>The printer did not take it.</source>
        <translation>Der Drucker hat es nicht angenommen.</translation>
    </message>
    <message>
        <source>The conversation could not be loaded, so there is nothing to save or print. %1</source>
        <translation>Die Unterhaltung konnte nicht geladen werden; es gibt also nichts zu speichern oder zu drucken. %1</translation>
    </message>
    <message>
        <source>Save the conversation</source>
        <translation>Die Unterhaltung speichern</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>Markdown (*.md)</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>Webseite (*.html)</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>All fields, JSON (*.json)</source>
        <translation>Alle Felder, JSON (*.json)</translation>
    </message>
    <message>
        <source>Nothing was saved: the name has to end in .md, .html, .pdf or .json.</source>
        <translation>Es wurde nichts gespeichert: Der Name muss auf .md, .html, .pdf oder .json enden.</translation>
    </message>
</context>
<context>
    <name>throughline::ui::ConversationSettings</name>
    <message>
        <source>Name of the preset</source>
        <translation>Name der Voreinstellung</translation>
    </message>
    <message>
        <source>Save as preset</source>
        <translation>Als Voreinstellung speichern</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Longest reply</source>
        <translation>Längste Antwort</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Stop at</source>
        <translation>Anhalten bei</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Settings for this conversation</source>
        <translation>Einstellungen dieser Unterhaltung</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>System-Prompt</translation>
    </message>
    <message>
        <source>What the model should know and how it should behave</source>
        <translation>Was das Modell wissen und wie es sich verhalten soll</translation>
    </message>
    <message>
        <source>0 to 2; the model&apos;s own</source>
        <translation>0 bis 2; sonst die des Modells</translation>
    </message>
    <message>
        <source>0 to 1; the model&apos;s own</source>
        <translation>0 bis 1; sonst der des Modells</translation>
    </message>
    <message>
        <source>In tokens; no limit</source>
        <translation>In Tokens; sonst unbegrenzt</translation>
    </message>
    <message>
        <source>A whole number; another one each time</source>
        <translation>Ganze Zahl; sonst jedes Mal eine andere</translation>
    </message>
    <message>
        <source>Up to four, with | between them</source>
        <translation>Bis zu vier, dazwischen |</translation>
    </message>
    <message>
        <source>The temperature is a number from 0 to 2.</source>
        <translation>Die Temperatur ist eine Zahl von 0 bis 2.</translation>
    </message>
    <message>
        <source>Top-p is a number from 0 to 1.</source>
        <translation>Top-p ist eine Zahl von 0 bis 1.</translation>
    </message>
    <message>
        <source>The longest reply is a whole number of tokens.</source>
        <translation>Die längste Antwort ist eine ganze Zahl von Tokens.</translation>
    </message>
    <message>
        <source>The seed is a whole number.</source>
        <translation>Der Startwert ist eine ganze Zahl.</translation>
    </message>
    <message>
        <source>A reply can stop at four texts at most.</source>
        <translation>Eine Antwort kann bei höchstens vier Texten anhalten.</translation>
    </message>
    <message>
        <source>Use the preset %1</source>
        <translation>Die Voreinstellung %1 verwenden</translation>
    </message>
    <message>
        <source>Remove the preset %1</source>
        <translation>Die Voreinstellung %1 entfernen</translation>
    </message>
    <message>
        <source>Name for a preset</source>
        <translation>Name der Voreinstellung</translation>
    </message>
</context>
<context>
    <name>throughline::ui::DataPage</name>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>Sicherungen</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>Jetzt sichern</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Restore a backup…</source>
        <translation>Sicherung wiederherstellen&#xa0;…</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open the data folder</source>
        <translation>Den Datenordner öffnen</translation>
    </message>
    <message>
        <source>Shows the conversations of a backup. Those that are here now are kept as a file in the folder, and what you have typed stays.</source>
        <translation>Zeigt die Unterhaltungen einer Sicherung. Die jetzigen bleiben als Datei im Ordner, und schon Getipptes bleibt erhalten.</translation>
    </message>
    <message>
        <source>No backup was made. %1</source>
        <translation>Es wurde keine Sicherung angelegt. %1</translation>
    </message>
    <message>
        <source>Nothing was restored. %1</source>
        <translation>Es wurde nichts wiederhergestellt. %1</translation>
    </message>
    <message>
        <source>One is made each day, and the last three are kept.</source>
        <translation>Täglich wird eine angelegt, und die letzten drei bleiben.</translation>
    </message>
    <message>
        <source>The newest is of %1. %2</source>
        <translation>Die neueste ist vom %1. %2</translation>
    </message>
    <message>
        <source>Restore a backup</source>
        <translation>Eine Sicherung wiederherstellen</translation>
    </message>
    <message>
        <source>Backups (%1)</source>
        <translation>Sicherungen (%1)</translation>
    </message>
    <message>
        <source>All files (%1)</source>
        <translation>Alle Dateien (%1)</translation>
    </message>
    <message>
        <source>The backup is being checked…</source>
        <translation>Die Sicherung wird geprüft&#xa0;…</translation>
    </message>
</context>
<context>
    <name>throughline::ui::FindBar</name>
    <message>
        <source>Find in the conversation</source>
        <translation>In der Unterhaltung suchen</translation>
    </message>
    <message>
        <source>Previous place</source>
        <translation>Vorige Stelle</translation>
    </message>
    <message>
        <source>Next place</source>
        <translation>Nächste Stelle</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Wird gesucht&#xa0;…</translation>
    </message>
    <message>
        <source>%1 so far</source>
        <translation>bisher %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>&quot;1 of 17, from the start&quot;</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>from the start</source>
        <translation>wieder vom Anfang</translation>
    </message>
    <message>
        <source>from the end</source>
        <translation>wieder vom Ende</translation>
    </message>
</context>
<context>
    <name>throughline::ui::IconButton</name>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n neu</numerusform>
            <numerusform>%n neu</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>throughline::ui::KeyboardPage</name>
    <message>
        <source>Keyboard</source>
        <translation>Tastatur</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Enter sends, Shift+Enter breaks the line</source>
        <translation>Enter sendet, Umschalt+Enter bricht die Zeile um</translation>
    </message>
    <message>
        <source>Shift+Enter sends, Enter breaks the line</source>
        <translation>Umschalt+Enter sendet, Enter bricht die Zeile um</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>In Structure</source>
        <translation>In der Struktur</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Bewegen</translation>
    </message>
    <message>
        <source>↑ ↓ or J K</source>
        <translation>↑ ↓ oder J K</translation>
    </message>
    <message>
        <source>Show the source</source>
        <translation>Die Quelle zeigen</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Confirm, dismiss, edit, pin</source>
        <translation>Bestätigen, verwerfen, bearbeiten, anheften</translation>
    </message>
    <message>
        <source>C, D, E, P</source>
        <translation>C, D, E, P</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Filter by text</source>
        <translation>Nach Text filtern</translation>
    </message>
    <message>
        <source>Show all commands…</source>
        <translation>Alle Befehle zeigen …</translation>
    </message>
</context>
<context>
    <name>throughline::ui::LatestPill</name>
    <message numerus="yes">
        <source>Latest · %n new</source>
        <translation>
            <numerusform>Neueste · %n neu</numerusform>
            <numerusform>Neueste · %n neu</numerusform>
        </translation>
    </message>
    <message>
        <source>Latest</source>
        <translation>Neueste</translation>
    </message>
    <message numerus="yes">
        <source>Go to the latest message, %n new</source>
        <translation>
            <numerusform>Zur neuesten Nachricht, %n neu</numerusform>
            <numerusform>Zur neuesten Nachricht, %n neu</numerusform>
        </translation>
    </message>
    <message>
        <source>Go to the latest message</source>
        <translation>Zur neuesten Nachricht</translation>
    </message>
</context>
<context>
    <name>throughline::ui::LinkSheet</name>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Open this link outside Throughline?</source>
        <translation>Diesen Link außerhalb von Throughline öffnen?</translation>
    </message>
    <message>
        <source>A mail to %1</source>
        <translation>Eine E-Mail an %1</translation>
    </message>
</context>
<context>
    <name>throughline::ui::MainWindow</name>
    <message>
        <source>On this computer</source>
        <translation>Auf diesem Rechner</translation>
    </message>
    <message>
        <source>%1: connecting…</source>
        <translation>%1: wird verbunden&#xa0;…</translation>
    </message>
    <message>
        <source>%1: signed out</source>
        <translation>%1: abgemeldet</translation>
    </message>
    <message>
        <source>%1: not connected</source>
        <translation>%1: nicht verbunden</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Wird gestartet&#xa0;…</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>Sign in to %1 to go on. What you have typed stays here.</source>
        <translation>Zum Fortfahren bei %1 anmelden. Schon Getipptes bleibt hier.</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>Anmelden&#xa0;…</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>Not started</source>
        <translation>Nicht gestartet</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Dismissed: %1</source>
        <translation>Verworfen: %1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>The message this was found in has changed since, so its words are not there any more.</source>
        <translation>Die Nachricht, in der dies gefunden wurde, hat sich seither geändert; ihre Worte stehen dort nicht mehr.</translation>
    </message>
    <message>
        <source>The sentence this came from could not be found in its message.</source>
        <translation>Der Satz, aus dem dies stammt, wurde in der Nachricht nicht gefunden.</translation>
    </message>
    <message>
        <source>The message this was found in is not in what is shown of this conversation.</source>
        <translation>Die Nachricht, in der dies gefunden wurde, gehört nicht zum gezeigten Teil dieser Unterhaltung.</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>Servers…</source>
        <translation>Server&#xa0;…</translation>
    </message>
    <message>
        <source>“%1” deleted</source>
        <translation>„%1“ gelöscht</translation>
    </message>
    <message>
        <source>“%1” archived</source>
        <translation>„%1“ archiviert</translation>
    </message>
    <message>
        <source>“%1” is back</source>
        <translation>„%1“ ist zurück</translation>
    </message>
    <message>
        <source>This server does not stream. Replies appear when they are complete.</source>
        <translation>Dieser Server sendet Antworten nicht stückweise. Sie erscheinen, sobald sie vollständig sind.</translation>
    </message>
    <message>
        <source>%1 — Throughline</source>
        <translation>%1 — Throughline</translation>
    </message>
    <message>
        <source>Your changes were not kept</source>
        <translation>Die Änderungen wurden nicht behalten</translation>
    </message>
    <message>
        <source>The words could not be found at this place.</source>
        <translation>Die Worte waren an dieser Stelle nicht zu finden.</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>Neue Unterhaltung</translation>
    </message>
    <message>
        <source>Search conversations</source>
        <translation>Unterhaltungen durchsuchen</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>Eine Nachricht schreiben</translation>
    </message>
    <message>
        <source>Put a text file into the message</source>
        <translation>Eine Textdatei in die Nachricht setzen</translation>
    </message>
    <message>
        <source>Find in the conversation</source>
        <translation>In der Unterhaltung suchen</translation>
    </message>
    <message>
        <source>Show or hide the conversations</source>
        <translation>Unterhaltungen ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Show or hide Structure</source>
        <translation>Struktur ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Show or hide Activity</source>
        <translation>Aktivität ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Show the map of what was decided</source>
        <translation>Karte der Entscheidungen zeigen</translation>
    </message>
    <message>
        <source>Filter Structure by text</source>
        <translation>Struktur nach Text filtern</translation>
    </message>
    <message>
        <source>Copy the decision record as Markdown</source>
        <translation>Das Entscheidungsprotokoll als Markdown kopieren</translation>
    </message>
    <message>
        <source>Save the decision record as…</source>
        <translation>Das Entscheidungsprotokoll speichern unter …</translation>
    </message>
    <message>
        <source>Check for structure now</source>
        <translation>Jetzt Struktur abfragen</translation>
    </message>
    <message>
        <source>What models read</source>
        <translation>Was Modelle gelesen haben</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Settings: %1</source>
        <translation>Einstellungen: %1</translation>
    </message>
    <message>
        <source>Next pane</source>
        <translation>Nächster Bereich</translation>
    </message>
    <message>
        <source>Previous pane</source>
        <translation>Voriger Bereich</translation>
    </message>
    <message>
        <source>Rename the conversation</source>
        <translation>Die Unterhaltung umbenennen</translation>
    </message>
    <message>
        <source>Save the conversation as…</source>
        <translation>Die Unterhaltung speichern unter …</translation>
    </message>
    <message>
        <source>Print the conversation…</source>
        <translation>Die Unterhaltung drucken …</translation>
    </message>
    <message>
        <source>Archive the conversation</source>
        <translation>Die Unterhaltung archivieren</translation>
    </message>
    <message>
        <source>Take the conversation out of the archive</source>
        <translation>Die Unterhaltung aus dem Archiv holen</translation>
    </message>
    <message>
        <source>Delete the conversation</source>
        <translation>Die Unterhaltung löschen</translation>
    </message>
    <message>
        <source>Choose who answers…</source>
        <translation>Wählen, wer antwortet …</translation>
    </message>
    <message>
        <source>Settings for this conversation…</source>
        <translation>Einstellungen dieser Unterhaltung&#xa0;…</translation>
    </message>
    <message>
        <source>Connect a model…</source>
        <translation>Modell verbinden&#xa0;…</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Größerer Text</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Kleinerer Text</translation>
    </message>
    <message>
        <source>Usual size of text</source>
        <translation>Übliche Textgröße</translation>
    </message>
    <message>
        <source>Theme: as the system</source>
        <translation>Farbschema: wie das System</translation>
    </message>
    <message>
        <source>Theme: light</source>
        <translation>Farbschema: hell</translation>
    </message>
    <message>
        <source>Theme: dark</source>
        <translation>Farbschema: dunkel</translation>
    </message>
    <message>
        <source>Theme: high contrast</source>
        <translation>Farbschema: hoher Kontrast</translation>
    </message>
    <message>
        <source>No program of this system opens the link. Its address can be copied instead.</source>
        <translation>Kein Programm dieses Systems öffnet den Link. Seine Adresse lässt sich stattdessen kopieren.</translation>
    </message>
    <message>
        <source>All commands, by their names</source>
        <translation>Alle Befehle mit ihren Namen</translation>
    </message>
    <message>
        <source>Next place that was found</source>
        <translation>Nächste Fundstelle</translation>
    </message>
    <message>
        <source>Previous place that was found</source>
        <translation>Vorige Fundstelle</translation>
    </message>
    <message>
        <source>This place is shown when the earlier messages have been read.</source>
        <translation>Diese Stelle wird gezeigt, sobald die früheren Nachrichten gelesen sind.</translation>
    </message>
    <message>
        <source>The message this was found in has changed since. Its words are in another version.</source>
        <translation>Die Nachricht, in der das gefunden wurde, ist seitdem geändert worden. Ihre Worte stehen in einer anderen Version.</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Zeigen</translation>
    </message>
</context>
<context>
    <name>throughline::ui::MapExport</name>
    <message>
        <source>Saved as %1</source>
        <translation>Gespeichert als %1</translation>
    </message>
    <message>
        <source>Save the map</source>
        <translation>Die Karte speichern</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Vector picture, SVG (*.svg)</source>
        <translation>Vektorgrafik, SVG (*.svg)</translation>
    </message>
    <message>
        <source>Picture, PNG (*.png)</source>
        <translation>Bild, PNG (*.png)</translation>
    </message>
    <message>
        <source>Nothing was saved: the name has to end in .svg or .png.</source>
        <translation>Nichts wurde gespeichert: Der Name muss auf .svg oder .png enden.</translation>
    </message>
</context>
<context>
    <name>throughline::ui::MapSheet</name>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Show all of it</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Show in conversation</source>
        <translation>In der Unterhaltung zeigen</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern unter …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>One signal is not linked to anything</source>
        <translation>Ein Signal ist mit nichts verbunden</translation>
    </message>
    <message numerus="yes">
        <source>%n signals are not linked to anything</source>
        <translation>
            <numerusform>%n Signal ist mit nichts verbunden</numerusform>
            <numerusform>%n Signale sind mit nichts verbunden</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Zoom: %1 %. Back to 100 %</source>
        <translation>Vergrößerung: %1 %. Zurück zu 100 %</translation>
    </message>
    <message>
        <source>Select a card to see what it is linked with</source>
        <translation>Eine Karte auswählen, um zu sehen, womit sie verbunden ist</translation>
    </message>
    <message>
        <source>Nothing is linked yet. A decision will be shown here with the goals, constraints, assumptions and claims that you said in the same message, with the evidence that you link, and with what seems to contradict it.</source>
        <translation>Noch ist nichts verbunden. Hier erscheint eine Entscheidung mit den Zielen, Randbedingungen, Annahmen und Behauptungen aus derselben Nachricht, mit verbundenen Belegen und mit allem, was ihr zu widersprechen scheint.</translation>
    </message>
</context>
<context>
    <name>throughline::ui::MapView</name>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
</context>
<context>
    <name>throughline::ui::MessageEditing</name>
    <message>
        <source>This message cannot be sent again just now. What you changed is kept.</source>
        <translation>Diese Nachricht lässt sich gerade nicht neu senden. Die Änderung bleibt erhalten.</translation>
    </message>
    <message>
        <source>Another message is being changed there. What you had changed is back where you write.</source>
        <translation>Dort wird schon eine andere Nachricht geändert. Was Sie geändert hatten, steht wieder dort, wo Sie schreiben.</translation>
    </message>
</context>
<context>
    <name>throughline::ui::MessageFiles</name>
    <message>
        <source>Put text files into the message</source>
        <translation>Textdateien in die Nachricht setzen</translation>
    </message>
    <message>
        <source>A file was not put into the message: it was meant for another conversation.</source>
        <translation>Eine Datei wurde nicht in die Nachricht gesetzt: Sie war für eine andere Unterhaltung bestimmt.</translation>
    </message>
</context>
<context>
    <name>throughline::ui::ModelButton</name>
    <message>
        <source>Model: %1</source>
        <translation>Modell: %1</translation>
    </message>
    <message>
        <source>Choose another model</source>
        <translation>Anderes Modell wählen</translation>
    </message>
</context>
<context>
    <name>throughline::ui::ModelPicker</name>
    <message>
        <source>Search models</source>
        <translation>Modelle durchsuchen</translation>
    </message>
    <message>
        <source>Settings for this conversation…</source>
        <translation>Einstellungen dieser Unterhaltung&#xa0;…</translation>
    </message>
    <message>
        <source>Connect a model…</source>
        <translation>Modell verbinden&#xa0;…</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>Ein Modell wählen</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>No model is called that</source>
        <translation>Kein Modell heißt so</translation>
    </message>
    <message>
        <source>%1 — needs no model</source>
        <translation>%1 — braucht kein Modell</translation>
    </message>
    <message>
        <source>%1, answers now</source>
        <translation>%1, antwortet jetzt</translation>
    </message>
</context>
<context>
    <name>throughline::ui::ModelServerForm</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>The first it lists</source>
        <translation>Das erste der Liste</translation>
    </message>
    <message>
        <source>New model server</source>
        <translation>Neuer Modellserver</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Kept; type another one to replace it</source>
        <translation>Hinterlegt; ein neuer ersetzt ihn</translation>
    </message>
    <message>
        <source>Only if the server wants one</source>
        <translation>Nur wenn der Server einen verlangt</translation>
    </message>
    <message>
        <source>Over http, everybody on the way to %1 can read the key.</source>
        <translation>Über http kann jeder auf dem Weg zu %1 den Schlüssel lesen.</translation>
    </message>
    <message>
        <source>The key that is kept was given for %1 and is sent nowhere else.</source>
        <translation>Der hinterlegte Schlüssel ist für %1 und wird sonst nirgendwohin gesendet.</translation>
    </message>
    <message>
        <source>Kept for this session only. %1</source>
        <translation>Nur für diese Sitzung behalten. %1</translation>
    </message>
    <message>
        <source>Kept in the system keychain, never in a file.</source>
        <translation>Im Schlüsselbund des Systems, nie in einer Datei.</translation>
    </message>
    <message>
        <source>That is no address of a server. It looks like https://models.example.com/v1, or localhost:8080 for one on this computer.</source>
        <translation>Das ist keine Adresse eines Servers. Sie sieht aus wie https://models.example.com/v1, oder auf diesem Rechner wie localhost:8080.</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Wird gefragt&#xa0;…</translation>
    </message>
</context>
<context>
    <name>throughline::ui::ModelsPage</name>
    <message>
        <source>1 model</source>
        <translation>1 Modell</translation>
    </message>
    <message numerus="yes">
        <source>%n models</source>
        <translation>
            <numerusform>%n Modell</numerusform>
            <numerusform>%n Modelle</numerusform>
        </translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>Guide</translation>
    </message>
    <message>
        <source>Add a model server…</source>
        <translation>Modellserver hinzufügen&#xa0;…</translation>
    </message>
    <message>
        <source>Find servers on this computer</source>
        <translation>Server auf diesem Rechner suchen</translation>
    </message>
    <message>
        <source>Built in, needs no model: asks the next useful question</source>
        <translation>Eingebaut, ohne Modell: stellt die nächste nützliche Frage</translation>
    </message>
    <message>
        <source>Built in, needs no model: asks the next useful question · answers by default</source>
        <translation>Eingebaut, ohne Modell: stellt die nächste nützliche Frage · antwortet standardmäßig</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Wird gesucht&#xa0;…</translation>
    </message>
    <message>
        <source>Answer by default</source>
        <translation>Als Standard</translation>
    </message>
    <message>
        <source>%1: answer by default</source>
        <translation>%1 als Standard</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>%1 bearbeiten</translation>
    </message>
    <message>
        <source>Running on this computer · %1</source>
        <translation>Läuft auf diesem Rechner · %1</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Use %1 of %2</source>
        <translation>%1 von %2 verwenden</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>Auf diesem Rechner</translation>
    </message>
    <message>
        <source>default %1</source>
        <translation>standardmäßig %1</translation>
    </message>
    <message>
        <source>No other model server answers at the usual ports of Ollama, llama.cpp, LM Studio and others.</source>
        <translation>Kein weiterer Server an den üblichen Ports von Ollama, llama.cpp, LM Studio und anderen.</translation>
    </message>
</context>
<context>
    <name>throughline::ui::NetworkPage</name>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keiner</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>Manuell</translation>
    </message>
    <message>
        <source>Kind of proxy</source>
        <translation>Art des Proxys</translation>
    </message>
    <message>
        <source>Address of the proxy</source>
        <translation>Adresse des Proxys</translation>
    </message>
    <message>
        <source>User of the proxy</source>
        <translation>Benutzername für den Proxy</translation>
    </message>
    <message>
        <source>Password of the proxy</source>
        <translation>Passwort für den Proxy</translation>
    </message>
    <message>
        <source>Forget the password</source>
        <translation>Passwort vergessen</translation>
    </message>
    <message>
        <source>Add from a file…</source>
        <translation>Aus einer Datei&#xa0;…</translation>
    </message>
    <message>
        <source>If it asks for one</source>
        <translation>Falls er eines verlangt</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzername</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>For team servers and model servers; never on the way to this computer itself.</source>
        <translation>Für Teamserver und Modellserver; nie auf dem Weg zu diesem Rechner selbst.</translation>
    </message>
    <message>
        <source>Certificate authorities</source>
        <translation>Zertifizierungsstellen</translation>
    </message>
    <message>
        <source>Believed besides the system&apos;s. Where nobody vouches for a server, nothing is sent.</source>
        <translation>Gelten zusätzlich zu denen des Systems. Wo niemand für einen Server bürgt, wird nichts gesendet.</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Hinterlegt</translation>
    </message>
    <message>
        <source>An address has a name and a port, as in proxy.example.com:8080. Until then nothing changes.</source>
        <translation>Eine Adresse hat Namen und Port, etwa proxy.example.com:8080. Bis dahin ändert sich nichts.</translation>
    </message>
    <message>
        <source>In force as soon as the address is here.</source>
        <translation>Gilt, sobald hier die Adresse steht.</translation>
    </message>
    <message>
        <source>The password is kept for this session only. %1</source>
        <translation>Das Passwort wird nur für diese Sitzung behalten. %1</translation>
    </message>
    <message>
        <source>Kept in the system keychain, never in a file.</source>
        <translation>Im Schlüsselbund des Systems, nie in einer Datei.</translation>
    </message>
    <message>
        <source>Expired on %1: it is believed no more</source>
        <translation>Am %1 abgelaufen: gilt nicht mehr</translation>
    </message>
    <message>
        <source>Valid until %1</source>
        <translation>Gültig bis %1</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove the authority %1</source>
        <translation>Die Zertifizierungsstelle %1 entfernen</translation>
    </message>
    <message>
        <source>Add a certificate authority</source>
        <translation>Eine Zertifizierungsstelle hinzufügen</translation>
    </message>
    <message>
        <source>Certificates (%1)</source>
        <translation>Zertifikate (%1)</translation>
    </message>
    <message>
        <source>All files (%1)</source>
        <translation>Alle Dateien (%1)</translation>
    </message>
</context>
<context>
    <name>throughline::ui::PictureSheet</name>
    <message>
        <source>Load the picture</source>
        <translation>Das Bild laden</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Die Adresse kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Picture at %1</source>
        <translation>Bild unter %1</translation>
    </message>
    <message>
        <source>Nothing has been loaded. If you load it, %1 learns your network address and when you looked.</source>
        <translation>Es wurde nichts geladen. Beim Laden erfährt %1 die Netzwerkadresse und den Zeitpunkt.</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen&#xa0;…</translation>
    </message>
</context>
<context>
    <name>throughline::ui::PrivacyPage</name>
    <message>
        <source>Privacy</source>
        <translation>Datenschutz</translation>
    </message>
    <message>
        <source>What stays here</source>
        <translation>Was hier bleibt</translation>
    </message>
    <message>
        <source>Conversations on this computer, drafts and settings are files in %1. What the Guide says is made here.</source>
        <translation>Unterhaltungen auf diesem Rechner, Entwürfe und Einstellungen sind Dateien in %1. Was der Guide sagt, entsteht hier.</translation>
    </message>
    <message>
        <source>What is sent where</source>
        <translation>Was wohin gesendet wird</translation>
    </message>
    <message>
        <source>Nothing else is sent: no statistics, no reports of crashes, no search for updates. Looking for model servers asks this computer only.</source>
        <translation>Sonst wird nichts gesendet: keine Statistiken, keine Absturzberichte, keine Suche nach Aktualisierungen. Die Suche nach Modellservern fragt nur diesen Rechner.</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>%1: a conversation that it answers stays on this computer, as far as this program is concerned.</source>
        <translation>%1: Eine Unterhaltung, die dort beantwortet wird, bleibt auf diesem Rechner, soweit es dieses Programm betrifft.</translation>
    </message>
    <message>
        <source>%1: each time it answers, the conversation is sent to %2.</source>
        <translation>%1: Für jede Antwort wird die Unterhaltung an %2 gesendet.</translation>
    </message>
    <message>
        <source>%1 Over http, everybody on the way can read it.</source>
        <translation>%1 Über http kann jeder auf dem Weg sie lesen.</translation>
    </message>
    <message>
        <source>Structure: nobody looks for it, and nothing is sent for it.</source>
        <translation>Struktur: Niemand sucht danach, und nichts wird dafür gesendet.</translation>
    </message>
    <message>
        <source>Structure: found on this computer, by rules, so nothing is sent for it.</source>
        <translation>Struktur: Sie wird auf diesem Rechner nach Regeln gefunden; nichts wird dafür gesendet.</translation>
    </message>
    <message>
        <source>Structure: its model server is not set up any more, so nothing is sent for it.</source>
        <translation>Struktur: Der Modellserver dafür ist nicht mehr eingerichtet; nichts wird dafür gesendet.</translation>
    </message>
    <message>
        <source>Structure: found by %1, so what you write stays on this computer, as far as this program is concerned.</source>
        <translation>Struktur: %1 findet sie; das Geschriebene bleibt auf diesem Rechner, soweit es dieses Programm betrifft.</translation>
    </message>
    <message>
        <source>Structure: what you write in every conversation on this computer, and a little of what was said before, is sent to %1.</source>
        <translation>Struktur: Das Geschriebene aus jeder Unterhaltung auf diesem Rechner und ein wenig vom zuvor Gesagten wird an %1 gesendet.</translation>
    </message>
    <message>
        <source>No key has been given. One would be kept in the system&apos;s keychain, never in a file.</source>
        <translation>Es wurde kein Schlüssel eingegeben. Er käme in den Schlüsselbund des Systems, nie in eine Datei.</translation>
    </message>
    <message>
        <source>No key has been given. %1</source>
        <translation>Es wurde kein Schlüssel eingegeben. %1</translation>
    </message>
    <message>
        <source>Keys are in memory and gone when the program ends. %1</source>
        <translation>Schlüssel sind im Arbeitsspeicher und mit dem Ende des Programms vergessen. %1</translation>
    </message>
    <message>
        <source>Keys are in the system&apos;s keychain, never in a file. Each is sent to the server it was given for, and nowhere else.</source>
        <translation>Schlüssel sind im Schlüsselbund des Systems, nie in einer Datei. Jeder wird an den Server gesendet, für den er eingegeben wurde, und sonst nirgendwohin.</translation>
    </message>
    <message>
        <source>No model server is set up, so nothing is sent to one.</source>
        <translation>Kein Modellserver ist eingerichtet; es wird also nichts an einen gesendet.</translation>
    </message>
    <message>
        <source>%1: conversations there are kept on that server, which answers them; drafts stay here. You signed in as %2.</source>
        <translation>%1: Unterhaltungen dort liegen auf diesem Server, der sie beantwortet; Entwürfe bleiben hier. Angemeldet als %2.</translation>
    </message>
    <message>
        <source>All of it goes through the proxy %1, which sees which servers are asked, and over http what is said.</source>
        <translation>Alles geht über den Proxy %1; er sieht, welche Server gefragt werden, und über http auch, was gesagt wird.</translation>
    </message>
</context>
<context>
    <name>throughline::ui::ReadingLine</name>
    <message>
        <source>Extract now</source>
        <translation>Jetzt auslesen</translation>
    </message>
    <message>
        <source>One message is being read…</source>
        <translation>Eine Nachricht wird gelesen …</translation>
    </message>
    <message numerus="yes">
        <source>%n messages are being read…</source>
        <translation>
            <numerusform>%n Nachricht wird gelesen …</numerusform>
            <numerusform>%n Nachrichten werden gelesen …</numerusform>
        </translation>
    </message>
    <message>
        <source>One message waits to be read.</source>
        <translation>Eine Nachricht ist noch zu lesen.</translation>
    </message>
    <message numerus="yes">
        <source>%n messages wait to be read.</source>
        <translation>
            <numerusform>%n Nachricht ist noch zu lesen.</numerusform>
            <numerusform>%n Nachrichten sind noch zu lesen.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 Next try at %2.</source>
        <translation>%1 Nächster Versuch um %2.</translation>
    </message>
</context>
<context>
    <name>throughline::ui::ReadingsSheet</name>
    <message>
        <source>Extract now</source>
        <translation>Jetzt auslesen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>What models read</source>
        <translation>Was Modelle gelesen haben</translation>
    </message>
    <message>
        <source>Readings, the newest first</source>
        <translation>Lesungen, die neueste zuerst</translation>
    </message>
    <message>
        <source>No model has read anything here. Rules cost nothing and are not listed.</source>
        <translation>Hier hat kein Modell etwas gelesen. Regeln kosten nichts und stehen nicht in der Liste.</translation>
    </message>
    <message>
        <source>%1 readings; %2 tokens read and %3 written, as far as the services counted them.</source>
        <translation>%1 Lesungen; %2 Tokens gelesen und %3 geschrieben, soweit die Dienste sie gezählt haben.</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 tokens read, %2 written</source>
        <translation>%1 Tokens gelesen, %2 geschrieben</translation>
    </message>
    <message>
        <source>One message</source>
        <translation>Eine Nachricht</translation>
    </message>
    <message numerus="yes">
        <source>%n messages</source>
        <translation>
            <numerusform>%n Nachricht</numerusform>
            <numerusform>%n Nachrichten</numerusform>
        </translation>
    </message>
    <message>
        <source>one signal found</source>
        <translation>ein Signal gefunden</translation>
    </message>
    <message numerus="yes">
        <source>%n signals found</source>
        <translation>
            <numerusform>%n Signal gefunden</numerusform>
            <numerusform>%n Signale gefunden</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <translation>%1 · %2 · %3</translation>
    </message>
</context>
<context>
    <name>throughline::ui::RecordExport</name>
    <message>
        <source>Saved as %1</source>
        <translation>Gespeichert als %1</translation>
    </message>
    <message>
        <source>Copied as Markdown</source>
        <translation>Als Markdown kopiert</translation>
    </message>
    <message>
        <source>Save the decision record</source>
        <translation>Das Entscheidungsprotokoll speichern</translation>
    </message>
    <message>
        <source>Decision record</source>
        <translation>Entscheidungsprotokoll</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>Markdown (*.md)</translation>
    </message>
    <message>
        <source>Argdown (*.argdown)</source>
        <translation>Argdown (*.argdown)</translation>
    </message>
    <message>
        <source>All fields, JSON (*.json)</source>
        <translation>Alle Felder, JSON (*.json)</translation>
    </message>
    <message>
        <source>Nothing was saved: the name has to end in .md, .argdown or .json.</source>
        <translation>Es wurde nichts gespeichert: Der Name muss auf .md, .argdown oder .json enden.</translation>
    </message>
    <message>
        <source>Decision record, %1</source>
        <translation>Entscheidungsprotokoll, %1</translation>
    </message>
</context>
<context>
    <name>throughline::ui::SearchField</name>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
</context>
<context>
    <name>throughline::ui::ServersPage</name>
    <message>
        <source>Servers</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Sign in to a team server…</source>
        <translation>Bei einem Teamserver anmelden&#xa0;…</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Send it all the same</source>
        <translation>Trotzdem senden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>On screen · no account, no network needed</source>
        <translation>Wird gezeigt · kein Konto, kein Netzwerk nötig</translation>
    </message>
    <message>
        <source>No account, no network needed</source>
        <translation>Kein Konto, kein Netzwerk nötig</translation>
    </message>
    <message>
        <source>Open the conversations on this computer</source>
        <translation>Die Unterhaltungen auf diesem Rechner öffnen</translation>
    </message>
    <message>
        <source>Sign in to %1</source>
        <translation>Bei %1 anmelden</translation>
    </message>
    <message>
        <source>Team server</source>
        <translation>Teamserver</translation>
    </message>
    <message>
        <source>Over http, everybody on the way to %1 can read the password.</source>
        <translation>Über http kann jeder auf dem Weg zu %1 das Passwort lesen.</translation>
    </message>
    <message>
        <source>The password is sent once and kept nowhere.</source>
        <translation>Das Passwort wird einmal gesendet und nirgends aufbewahrt.</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>Wird angemeldet&#xa0;…</translation>
    </message>
    <message>
        <source>On screen · signed in as %1</source>
        <translation>Wird gezeigt · angemeldet als %1</translation>
    </message>
    <message>
        <source>Signed in as %1</source>
        <translation>Angemeldet als %1</translation>
    </message>
    <message>
        <source>Open the conversations on %1</source>
        <translation>Die Unterhaltungen auf %1 öffnen</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Sign out of %1</source>
        <translation>Von %1 abmelden</translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation>Abgemeldet</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>Anmelden&#xa0;…</translation>
    </message>
</context>
<context>
    <name>throughline::ui::SettingsView</name>
    <message>
        <source>Close the settings</source>
        <translation>Die Einstellungen schließen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>throughline::ui::SignalDelegate</name>
    <message>
        <source>Enter saves, Esc leaves it as it was</source>
        <translation>Enter speichert, Esc lässt es, wie es war</translation>
    </message>
</context>
<context>
    <name>throughline::ui::SignalListView</name>
    <message>
        <source>Structure</source>
        <translation>Struktur</translation>
    </message>
    <message>
        <source>Text of the card</source>
        <translation>Text der Karte</translation>
    </message>
    <message>
        <source>Copy text</source>
        <translation>Text kopieren</translation>
    </message>
    <message>
        <source>All places in the conversation</source>
        <translation>Alle Stellen in der Unterhaltung</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>Belege</translation>
    </message>
    <message>
        <source>Place %1</source>
        <translation>Stelle %1</translation>
    </message>
</context>
<context>
    <name>throughline::ui::StructureHeader</name>
    <message>
        <source>Filter by text</source>
        <translation>Nach Text filtern</translation>
    </message>
    <message>
        <source>Order of the cards</source>
        <translation>Reihenfolge der Karten</translation>
    </message>
    <message>
        <source>Show as a map</source>
        <translation>Als Karte zeigen</translation>
    </message>
    <message>
        <source>Decision record and more</source>
        <translation>Entscheidungsprotokoll und mehr</translation>
    </message>
    <message>
        <source>Hide Structure</source>
        <translation>Struktur verbergen</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtern</translation>
    </message>
    <message>
        <source>Structure</source>
        <translation>Struktur</translation>
    </message>
    <message>
        <source>As they were said</source>
        <translation>In der Reihenfolge des Gesprächs</translation>
    </message>
    <message>
        <source>The surest first</source>
        <translation>Die sichersten zuerst</translation>
    </message>
    <message>
        <source>The newest first</source>
        <translation>Die neuesten zuerst</translation>
    </message>
    <message>
        <source>Copy the decision record as Markdown</source>
        <translation>Das Entscheidungsprotokoll als Markdown kopieren</translation>
    </message>
    <message>
        <source>Save the decision record as…</source>
        <translation>Das Entscheidungsprotokoll speichern unter …</translation>
    </message>
    <message>
        <source>Extract now</source>
        <translation>Jetzt auslesen</translation>
    </message>
    <message>
        <source>What models read…</source>
        <translation>Was Modelle gelesen haben …</translation>
    </message>
</context>
<context>
    <name>throughline::ui::StructurePage</name>
    <message>
        <source>Structure</source>
        <translation>Struktur</translation>
    </message>
    <message>
        <source>Look for structure</source>
        <translation>Nach Struktur suchen</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>With a model</source>
        <translation>Mit einem Modell</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>When to look</source>
        <translation>Wann gesucht wird</translation>
    </message>
    <message>
        <source>After every message</source>
        <translation>Nach jeder Nachricht</translation>
    </message>
    <message>
        <source>When enough is new</source>
        <translation>Wenn genug neu ist</translation>
    </message>
    <message>
        <source>New characters</source>
        <translation>Neue Zeichen</translation>
    </message>
    <message>
        <source>New messages</source>
        <translation>Neue Nachrichten</translation>
    </message>
    <message>
        <source>Ask for what was found</source>
        <translation>Gefundenes abfragen</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Sparing</source>
        <translation>Sparsam</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>Zeichen</translation>
    </message>
    <message>
        <source>or messages</source>
        <translation>oder Nachrichten</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>No model is set up</source>
        <translation>Kein Modell ist eingerichtet</translation>
    </message>
    <message>
        <source>No model is set up yet. Connect one under “Models” first.</source>
        <translation>Noch ist kein Modell eingerichtet. Zuerst unter „Modelle“ eines verbinden.</translation>
    </message>
    <message>
        <source>Whichever comes first, of what you have written since the last look.</source>
        <translation>Was zuerst eintritt, gezählt am seit der letzten Suche Geschriebenen.</translation>
    </message>
    <message>
        <source>What was found stays. What you write meanwhile is read when you choose otherwise.</source>
        <translation>Was gefunden wurde, bleibt. Was inzwischen geschrieben wird, wird gelesen, sobald wieder gesucht wird.</translation>
    </message>
    <message>
        <source>On this computer, by rules, without a model. Team servers look by rules of their own.</source>
        <translation>Auf diesem Rechner, nach Regeln, ohne Modell. Teamserver suchen nach eigenen Regeln.</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>This model server is not set up any more, so what you write waits. Choose another model.</source>
        <translation>Dieser Modellserver ist nicht mehr eingerichtet; das Geschriebene wartet. Bitte ein anderes Modell wählen.</translation>
    </message>
    <message>
        <source>What you write, and a little of what was said before, is read by %1 on this computer.</source>
        <translation>Das Geschriebene und ein wenig vom zuvor Gesagten wird von %1 auf diesem Rechner gelesen.</translation>
    </message>
    <message>
        <source>What you write, and a little of what was said before, is sent to %1 to be read, also where another model answers you.</source>
        <translation>Das Geschriebene und ein wenig vom zuvor Gesagten wird zum Lesen an %1 gesendet, auch wo ein anderes Modell antwortet.</translation>
    </message>
    <message>
        <source>%1 %2 While it cannot be reached, what you wrote waits; rules do not take its place. Team servers look by rules of their own.</source>
        <translation>%1 %2 Solange es nicht zu erreichen ist, wartet das Geschriebene; Regeln springen nicht ein. Teamserver suchen nach eigenen Regeln.</translation>
    </message>
    <message>
        <source>Model that looks: %1</source>
        <translation>Modell, das sucht: %1</translation>
    </message>
    <message>
        <source>Every minute while there is structure, up to 20 times while there is none, and at once after each message and reply. A server that asks for more time gets it; while one is live, it is not asked.</source>
        <translation>Jede Minute, solange es Struktur gibt, bis zu 20 Mal, solange es keine gibt, und sofort nach jeder Nachricht und Antwort. Bittet ein Server um mehr Zeit, bekommt er sie; solange einer live ist, wird er nicht gefragt.</translation>
    </message>
    <message>
        <source>Every 15 seconds while there is structure, up to 20 times while there is none, and at once after each message and reply. A server that asks for more time gets it; while one is live, it is not asked.</source>
        <translation>Alle 15 Sekunden, solange es Struktur gibt, bis zu 20 Mal, solange es keine gibt, und sofort nach jeder Nachricht und Antwort. Bittet ein Server um mehr Zeit, bekommt er sie; solange einer live ist, wird er nicht gefragt.</translation>
    </message>
</context>
<context>
    <name>throughline::ui::StructureSidebar</name>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Structure</source>
        <translation>Struktur</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>Zu prüfen</translation>
    </message>
    <message>
        <source>No card matches these filters.</source>
        <translation>Keine Karte passt zu diesen Filtern.</translation>
    </message>
    <message>
        <source>Goals, constraints, assumptions and questions from this conversation will appear here, each with the sentence it came from.</source>
        <translation>Ziele, Randbedingungen, Annahmen und Fragen aus dieser Unterhaltung erscheinen hier, jeweils mit dem Satz, aus dem sie stammen.</translation>
    </message>
</context>
<context>
    <name>throughline::ui::ThreadDelegate</name>
    <message>
        <source>Pinned</source>
        <translation>Angeheftet</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>Previous 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Older</source>
        <translation>Älter</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>Archiviert</translation>
    </message>
</context>
<context>
    <name>throughline::ui::ThreadListView</name>
    <message>
        <source>Conversations</source>
        <translation>Unterhaltungen</translation>
    </message>
    <message>
        <source>Title of the conversation</source>
        <translation>Titel der Unterhaltung</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Lösen</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Anheften</translation>
    </message>
    <message>
        <source>Take out of the archive</source>
        <translation>Aus dem Archiv holen</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archivieren</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern unter&#xa0;…</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Drucken&#xa0;…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
</context>
<context>
    <name>throughline::ui::ThreadSidebar</name>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>Neue Unterhaltung</translation>
    </message>
    <message>
        <source>Go to another server</source>
        <translation>Zu einem anderen Server wechseln</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Unterhaltungen</translation>
    </message>
    <message>
        <source>Conversations will appear here.</source>
        <translation>Hier erscheinen die Unterhaltungen.</translation>
    </message>
    <message>
        <source>No conversation matches “%1”.</source>
        <translation>Keine Unterhaltung passt zu „%1“.</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
</context>
<context>
    <name>throughline::ui::TranscriptView</name>
    <message>
        <source>Message %1 of %2.</source>
        <translation>Nachricht %1 von %2.</translation>
    </message>
    <message>
        <source>Reply started</source>
        <translation>Antwort begonnen</translation>
    </message>
    <message>
        <source>Reply finished</source>
        <translation>Antwort fertig</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Unterhaltung</translation>
    </message>
    <message>
        <source>Show picture…</source>
        <translation>Bild zeigen&#xa0;…</translation>
    </message>
    <message>
        <source>Copy picture address</source>
        <translation>Bildadresse kopieren</translation>
    </message>
    <message>
        <source>Copy link address</source>
        <translation>Linkadresse kopieren</translation>
    </message>
    <message>
        <source>Copy formula</source>
        <translation>Formel kopieren</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>Code kopieren</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>Als Markdown kopieren</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
    <message>
        <source>%1 (not opened from here)</source>
        <translation>%1 (wird von hier nicht geöffnet)</translation>
    </message>
    <message>
        <source>%1 (not loaded; click to see more)</source>
        <translation>%1 (nicht geladen; mehr mit einem Klick)</translation>
    </message>
    <message>
        <source>%1 (not loaded from here)</source>
        <translation>%1 (wird von hier nicht geladen)</translation>
    </message>
    <message>
        <source>%1 (click to hide the picture)</source>
        <translation>%1 (ein Klick blendet das Bild aus)</translation>
    </message>
    <message>
        <source>Earlier messages are being read…</source>
        <translation>Frühere Nachrichten werden gelesen&#xa0;…</translation>
    </message>
</context>
<context>
    <name>throughline::workspace::ActivityModel</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Keine Antwort</translation>
    </message>
</context>
<context>
    <name>throughline::workspace::Conversation</name>
    <message>
        <source>The conversation could not be read again. %1</source>
        <translation>Die Unterhaltung konnte nicht neu gelesen werden. %1</translation>
    </message>
    <message>
        <source>A reply is arriving. Wait for it or stop it first.</source>
        <translation>Gerade kommt eine Antwort an. Auf sie warten oder sie zuerst anhalten.</translation>
    </message>
    <message>
        <source>Something here is still on its way to the server. Try again when it is there.</source>
        <translation>Hier ist noch etwas auf dem Weg zum Server. Erneut versuchen, sobald es dort ist.</translation>
    </message>
    <message>
        <source>No other reply was begun. %1</source>
        <translation>Es wurde keine andere Antwort begonnen. %1</translation>
    </message>
    <message>
        <source>It is not known whether another reply was begun. %1</source>
        <translation>Ob eine andere Antwort begonnen wurde, ist nicht bekannt. %1</translation>
    </message>
    <message>
        <source>The other version could not be opened. %1</source>
        <translation>Die andere Version konnte nicht geöffnet werden. %1</translation>
    </message>
    <message>
        <source>Not sent, because the message before it was not.</source>
        <translation>Nicht gesendet, weil es die Nachricht davor nicht wurde.</translation>
    </message>
    <message>
        <source>The server cannot be reached. What arrived is kept; the rest is fetched when it can be.</source>
        <translation>Der Server ist nicht zu erreichen. Was angekommen ist, bleibt; der Rest wird geholt, sobald es geht.</translation>
    </message>
    <message>
        <source>The server has no reply to this. Retry looks once more and then sends your message again, as a new one.</source>
        <translation>Der Server hat dazu keine Antwort. „Erneut versuchen“ sieht noch einmal nach und sendet die Nachricht dann als neue.</translation>
    </message>
    <message>
        <source>The server has no reply to this. Your message was sent again.</source>
        <translation>Der Server hat dazu keine Antwort. Die Nachricht wurde noch einmal gesendet.</translation>
    </message>
    <message>
        <source>Taking the reply up again…</source>
        <translation>Die Antwort wird wieder aufgenommen&#xa0;…</translation>
    </message>
    <message>
        <source>A text could not be read back from the disk. The conversation is fetched again.</source>
        <translation>Ein Text ließ sich nicht mehr von der Platte lesen. Die Unterhaltung wird noch einmal geholt.</translation>
    </message>
    <message>
        <source>This has to wait until all of the conversation has been read.</source>
        <translation>Das geht erst, wenn die ganze Unterhaltung gelesen ist.</translation>
    </message>
    <message>
        <source>Goes out when the conversation has been read</source>
        <translation>Wird gesendet, sobald die Unterhaltung gelesen ist</translation>
    </message>
    <message>
        <source>It is taken up again when the conversation has been read.</source>
        <translation>Sie wird wieder aufgenommen, sobald die Unterhaltung gelesen ist.</translation>
    </message>
</context>
<context>
    <name>throughline::workspace::DraftWriter</name>
    <message>
        <source>A sent draft could not be removed from the disk: %1</source>
        <translation>Ein gesendeter Entwurf ließ sich nicht vom Datenträger entfernen: %1</translation>
    </message>
    <message>
        <source>What you are typing cannot be saved to the disk: %1</source>
        <translation>Was gerade getippt wird, lässt sich nicht auf dem Datenträger speichern: %1</translation>
    </message>
</context>
<context>
    <name>throughline::workspace::NetworkSettings</name>
    <message>
        <source>The password for the proxy is kept for this session only. %1</source>
        <translation>Das Passwort für den Proxy wird nur für diese Sitzung behalten. %1</translation>
    </message>
    <message>
        <source>The password for the proxy may still be in the keychain. %1</source>
        <translation>Das Passwort für den Proxy ist vielleicht noch im Schlüsselbund. %1</translation>
    </message>
    <message>
        <source>The password for the proxy is not in the keychain any more. Enter it again in Settings › Network.</source>
        <translation>Das Passwort für den Proxy ist nicht mehr im Schlüsselbund. Es lässt sich unter Einstellungen › Netzwerk neu eingeben.</translation>
    </message>
    <message>
        <source>The password for the proxy could not be read. %1</source>
        <translation>Das Passwort für den Proxy war nicht zu lesen. %1</translation>
    </message>
    <message numerus="yes">
        <source>At most %n authorities can be added, and with this file there would be more. Choose a file with your organization&apos;s own.</source>
        <translation>
            <numerusform>Es kann höchstens %n Zertifizierungsstelle hinzugefügt werden, und mit dieser Datei wären es mehr. Bitte eine Datei nur mit denen der eigenen Organisation wählen.</numerusform>
            <numerusform>Es können höchstens %n Zertifizierungsstellen hinzugefügt werden, und mit dieser Datei wären es mehr. Bitte eine Datei nur mit denen der eigenen Organisation wählen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>throughline::workspace::PictureDownload</name>
    <message>
        <source>Only addresses that begin with http or https are loaded.</source>
        <translation>Geladen werden nur Adressen, die mit http oder https beginnen.</translation>
    </message>
    <message>
        <source>The picture was not loaded. %1</source>
        <translation>Das Bild wurde nicht geladen. %1</translation>
    </message>
    <message>
        <source>The server sends on to another address, which is not followed.</source>
        <translation>Der Server leitet an eine andere Adresse weiter; dem wird nicht gefolgt.</translation>
    </message>
    <message>
        <source>The server has no picture there: it answered %1.</source>
        <translation>Der Server hat dort kein Bild: Er antwortete mit %1.</translation>
    </message>
    <message>
        <source>The picture is larger than 10 MB.</source>
        <translation>Das Bild ist größer als 10 MB.</translation>
    </message>
</context>
<context>
    <name>throughline::workspace::Readings</name>
    <message>
        <source>The server could not be told to look. %1</source>
        <translation>Der Server konnte nicht beauftragt werden, nachzusehen. %1</translation>
    </message>
</context>
<context>
    <name>throughline::workspace::ReplyTurn</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>Nothing has come for %1.</source>
        <translation>Seit %1 ist nichts gekommen.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>The connection was lost. Taking it up again…</source>
        <translation>Die Verbindung ist abgerissen. Sie wird wieder aufgenommen&#xa0;…</translation>
    </message>
    <message>
        <source>You stopped this reply.</source>
        <translation>Diese Antwort wurde angehalten.</translation>
    </message>
    <message>
        <source>Stopped. Whether the server has this message is not known; it is not sent twice.</source>
        <translation>Angehalten. Ob der Server diese Nachricht hat, ist nicht bekannt; sie wird nicht zweimal gesendet.</translation>
    </message>
    <message>
        <source>Stopped before the server had this message.</source>
        <translation>Angehalten, bevor der Server diese Nachricht hatte.</translation>
    </message>
    <message>
        <source>The reply is complete, but it could not be read again.</source>
        <translation>Die Antwort ist vollständig, konnte aber nicht neu gelesen werden.</translation>
    </message>
    <message>
        <source>Not sent. %1</source>
        <translation>Nicht gesendet. %1</translation>
    </message>
</context>
<context>
    <name>throughline::workspace::SignalActions</name>
    <message>
        <source>This signal is gone, so the new text could not be saved: “%1”</source>
        <translation>Dieses Signal gibt es nicht mehr, deshalb konnte der neue Text nicht gespeichert werden: „%1“</translation>
    </message>
    <message>
        <source>That could not be saved, so it is back as it was. %1</source>
        <translation>Das konnte nicht gespeichert werden und ist wieder, wie es war. %1</translation>
    </message>
</context>
<context>
    <name>throughline::workspace::TeamServers</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>throughline::workspace::ThreadListModel</name>
    <message>
        <source>New conversation</source>
        <translation>Neue Unterhaltung</translation>
    </message>
</context>
<context>
    <name>throughline::workspace::Workspace</name>
    <message>
        <source>Sign in again to go on.</source>
        <translation>Zum Fortfahren bitte neu anmelden.</translation>
    </message>
    <message>
        <source>A message waits for a conversation that you may not open any more. It is kept. %1</source>
        <translation>Eine Nachricht wartet auf eine Unterhaltung, die nicht mehr geöffnet werden darf. Sie bleibt erhalten. %1</translation>
    </message>
    <message>
        <source>A conversation is not on the server any more. What was to be sent there is back where you write.</source>
        <translation>Eine Unterhaltung ist nicht mehr auf dem Server. Was dorthin sollte, steht wieder im Eingabefeld.</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>Neue Unterhaltung</translation>
    </message>
    <message>
        <source>A conversation could not be deleted, so it is back. %1</source>
        <translation>Eine Unterhaltung konnte nicht gelöscht werden und ist wieder da. %1</translation>
    </message>
    <message>
        <source>Another model could not be chosen for this conversation. %1</source>
        <translation>Für diese Unterhaltung konnte kein anderes Modell gewählt werden. %1</translation>
    </message>
    <message>
        <source>The settings for this conversation could not be saved. %1</source>
        <translation>Die Einstellungen dieser Unterhaltung konnten nicht gespeichert werden. %1</translation>
    </message>
    <message>
        <source>A new conversation could not be made. %1</source>
        <translation>Eine neue Unterhaltung konnte nicht angelegt werden. %1</translation>
    </message>
    <message>
        <source>The new name could not be saved, so the old one is back. %1</source>
        <translation>Der neue Name konnte nicht gespeichert werden; der alte ist zurück. %1</translation>
    </message>
    <message>
        <source>The conversation could not be moved, so it is back. %1</source>
        <translation>Die Unterhaltung konnte nicht verschoben werden und ist wieder da. %1</translation>
    </message>
    <message>
        <source>The conversation could not be pinned or unpinned. %1</source>
        <translation>Die Unterhaltung konnte nicht angeheftet oder gelöst werden. %1</translation>
    </message>
    <message>
        <source>The search did not work. %1</source>
        <translation>Die Suche ist fehlgeschlagen. %1</translation>
    </message>
    <message>
        <source>The text for a new conversation is where you write: no new one was made.</source>
        <translation>Der Text für eine neue Unterhaltung steht im Eingabefeld: Es wurde keine neue angelegt.</translation>
    </message>
    <message>
        <source>A new conversation could not be made, so the text for it is where you write. %1</source>
        <translation>Eine neue Unterhaltung konnte nicht angelegt werden, deshalb steht der Text dafür im Eingabefeld. %1</translation>
    </message>
</context>
</TS>
