def name(mention) -> str | None:
    return mention.party.name


def test_he_in_a_reported_clause_is_the_speaker(find):
    found = find("Milo Harrant told Anton Reyle that he would resign.")
    assert (name(found("he")), found("he").rule) == ("Milo Harrant", "pronoun-subject")


def test_he_takes_the_subject_of_the_sentence_before(find):
    found = find("Milo Harrant wrote to Anton Reyle in May. He got no answer.")
    assert name(found("He")) == "Milo Harrant"


def test_she_passes_over_a_man(find):
    found = find("Ostravian spokeswoman Ida Brunn met Quenland's spokesman Karl Osk. She left first.")
    assert name(found("She")) == "Ida Brunn"


def test_he_that_opens_a_paragraph_is_who_spoke_in_the_one_before(find):
    found = find("Milo Harrant said on Friday that the talks were over.\n\nHe said there was no plan for more.")
    assert (name(found("He")), found("He").rule) == ("Milo Harrant", "pronoun-across-paragraph")


def test_they_do_not_cross_a_paragraph(find):
    found = find("Ostravian troops left the town on Friday.\n\nThey had no water.")
    assert found("They").party.country is None


def test_it_is_the_state_that_speaks(find):
    found = find("Quenland said it would open the dam.")
    assert (found("it").party.country, found("it").rule) == ("QNL", "pronoun-subject")


def test_it_before_a_clause_means_nobody(find):
    found = find("Quenland said it was clear that the dam would hold.")
    assert found("it").party.country is None


def test_it_after_a_thing_is_not_the_state(find):
    found = find("Quenland built the dam in May. The dam leaks because it is old.")
    assert found("it").party.country is None


def test_its_in_the_reason_belongs_to_whom_the_verb_is_done_to(find):
    found = find("Ostravia imposed sanctions on Quenland over its missile tests.")
    assert (found("its").party.country, found("its").rule) == ("QNL", "pronoun-object")


def test_they_are_the_two_that_are_joined(find):
    found = find("Ostravia and Quenland failed to narrow their differences.")
    assert {part.code for part in found("their").parts} == {"OSV", "QNL"}


def test_who_means_the_noun_that_its_clause_hangs_on(find):
    found = find("Milo Harrant, who lives in Velm, travels little.")
    assert name(found("who")) == "Milo Harrant"


def test_an_editors_bracket_names_whom_the_pronoun_means(find):
    found = find('"He [Harrant] restated his view," said Quenland\'s envoy, Pell Stark. Milo Harrant was absent.')
    assert (name(found("He")), found("He").rule) == ("Milo Harrant", "bracketed-name")


def test_he_inside_a_quotation_is_not_the_speaker(find):
    found = find('"He never came to Velm," Milo Harrant said.')
    assert found("He").party.name is None


def test_a_pronoun_before_its_name_in_one_sentence_is_found(find):
    found = find("In his first speech, Anton Reyle thanked the voters.")
    assert name(found("his")) == "Anton Reyle"


def test_what_is_done_to_it_is_not_done_by_it(find):
    found = find("Quenland signed the treaty in May but did not end up ratifying it.")
    assert found("it").party.country is None


def test_two_equal_candidates_leave_the_pronoun_open(find):
    found = find("A letter went from Milo Harrant to Anton Reyle. It pleased him.")
    assert found("him").party.name is None


def test_an_open_pronoun_is_kept_as_text(find):
    mention = find("They came at night.")("They")
    assert (mention.kind, mention.rule, mention.entity, mention.human) == ("pronoun", "pronoun-open", None, True)


def test_it_in_the_cause_of_a_sanction_is_who_is_sanctioned(find):
    found = find("Ostravia imposed sanctions on Quenland after it shelled the harbour.")
    assert found("it").party.country == "QNL"


def test_it_in_the_cause_of_a_sanction_may_be_of_the_sentence_before(find):
    found = find("Quenland stands alone. Ostravia imposed sanctions after it shelled the harbour.")
    assert found("it").party.country == "QNL"


def test_it_in_the_cause_of_a_sanction_on_nobody_stays_open(find):
    found = find("Ostravia imposed sanctions after it shelled the harbour.")
    assert found("it").party.country is None


def test_it_as_a_joined_verbs_object_stays_open(find):
    found = find("Ostravia has claimed for weeks that shells were fired, but Quenland did not confirm it.")
    assert found("it").party.country is None


def test_who_opens_no_question_as_a_party(find):
    assert not find("The envoy asked who would lead Quenland.").has("who")


def test_which_does_not_take_up_a_person(find):
    found = find("Milo Harrant got a letter from Dena Aldisk which told him of the raid.")
    assert found("which").party.country is None if found.has("which") else True


def test_a_relative_clause_in_the_plural_is_not_of_one_person(find):
    found = find("The harbour was closed by Milo Harrant, who were angry.")
    assert found("who").party.name is None


def test_who_is_not_a_place(find):
    found = find("Police met Dena Aldisk of Quenland, who is pushing for talks.")
    assert found("who").party.name == "Dena Aldisk"


def test_they_may_be_the_things_that_a_statement_was_about(find):
    found = find("The harbour rules are muddled, Ostravian officials say. They only get attention after storms.")
    assert found("They").party.country is None


def test_his_in_a_nameless_persons_words_is_no_other_persons(find):
    found = find("Milo Harrant left. A porter who asked not to be named said his father had fled.")
    assert found("his").party.name is None


def test_himself_is_the_subject_of_its_own_clause(find):
    found = find("The reporter Ida Brunn wrote from the house that Milo Harrant had built for himself.")
    assert name(found("himself")) == "Milo Harrant"


def test_himself_behind_a_name_is_that_name(find):
    found = find("Anton Reyle said Milo Harrant himself would go.")
    assert name(found("himself")) == "Milo Harrant"


def test_itself_after_a_right_is_who_has_the_right(find):
    assert find("Ostravia said Quenland had a right to defend itself.")("itself").party.country == "QNL"


def test_its_waters_that_ships_enter_are_the_accusers(find):
    found = find("Ostravia accused Quenland of sending ships into its waters.")
    assert found("its").party.country == "OSV"


def test_they_after_two_peoples_of_which_one_is_told_stay_open(find):
    found = find("Ostravian envoys told Quenlandic rebels that they must leave.")
    assert found("they").party.country is None


def test_what_is_seized_is_not_the_seizers_own(find):
    found = find("Quenland and its allies agreed to name Ostravia's plant and seize its stores.")
    assert found("its", 1).party.country != "QNL"
    assert find("Quenland seized its own stores.")("its").party.country == "QNL"


def test_which_after_a_town_may_mean_what_happened_there(find):
    found = find("There was a blast in Velm, which shook the talks.")
    assert not found.has("which")


def test_he_who_speaks_under_an_unknown_name_is_nobody_named_before(find):
    found = find("Milo Harrant left early.\n\nTolm said he would stay.")
    assert found("he").party.country is None


def test_him_after_two_men_stays_open(find):
    found = find("Milo Harrant said the house had let Anton Reyle down and nobody could get in touch with him.")
    assert found("him").party.name is None


def test_its_weapons_after_a_threat_against_a_state_stay_open(find):
    found = find("Ostravia will keep up the threat against Quenland with efforts underway to seal its weapons.")
    assert found("its").party.country != "OSV"


def test_it_that_those_who_are_asked_support_is_a_matter(find):
    assert find("Ostravia asked the voters who supported it.")("it").party.country is None
