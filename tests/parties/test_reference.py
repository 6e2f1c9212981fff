def test_a_surname_is_carried_back_to_the_full_name(find):
    found = find("Foreign Minister Milo Harrant flew to Torhaven. Harrant called the visit short.")
    mention = found("Harrant")
    assert (mention.party.name, mention.party.office, mention.rule) == (
        "Milo Harrant",
        "foreign minister",
        "surname-carried-back",
    )
    assert mention.entity == found("Foreign Minister Milo Harrant").entity


def test_an_unknown_persons_surname_takes_office_and_country_from_the_full_mention(find):
    found = find("Ostravian Energy Minister Lena Dorsk resigned. Dorsk gave no reason.")
    assert (found("Dorsk").party.code, found("Dorsk").party.office) == ("OSVGOV", "energy minister")


def test_a_bare_surname_of_a_principal_needs_no_introduction(find):
    assert find("Lavrov arrived in Geneva on Monday.")("Lavrov").party.name == "Sergei Lavrov"


def test_an_apposition_gives_an_unknown_name_its_office(find):
    found = find("Rika Tolm, the Ostravian interior minister, toured the border.")
    name = found("Rika Tolm")
    assert (name.party.code, name.party.office, name.human) == ("OSVGOV", "interior minister", True)
    assert found("the Ostravian interior minister").entity == name.entity


def test_an_office_before_its_holder_takes_the_name(find):
    found = find("The head of the Northern Compact, Sorrel Vane, offered talks.")
    assert found("The head of the Northern Compact").party.name == "Sorrel Vane"


def test_the_minister_is_the_one_mentioned_before(find):
    found = find("Quenland's foreign minister, Dena Aldisk, left early. The minister had a cold.")
    assert found("The minister").party.name == "Dena Aldisk"


def test_the_ministry_is_the_one_mentioned_before(find):
    found = find("Quenland's Defence Ministry closed the port. The ministry gave no reason.")
    assert (found("The ministry").party.country, found("The ministry").rule) == ("QNL", "definite-description")


def test_the_alliance_is_nato(find):
    found = find("NATO sent two ships. The alliance called it routine.")
    assert found("The alliance").entity == found("NATO").entity


def test_the_group_is_the_one_mentioned_before(find):
    found = find("The Hill Brigades shelled Brack. The group denied it.")
    assert found("The group").party.name == "Hill Brigades"


def test_the_two_sides_are_the_pair_named_before(find):
    found = find("Ostravia and Quenland opened talks on Monday. The two sides will meet again.")
    assert {part.code for part in found("The two sides").parts} == {"OSV", "QNL"}


def test_the_sides_of_nothing_named_stay_open(find):
    found = find("Both sides lost men.")
    assert (found("Both sides").party.country, found("Both sides").parts) == (None, ())


def test_a_counterpart_holds_the_same_office_in_another_country(find):
    found = find("Milo Harrant met his Quenlandic counterpart in Velm.")
    mention = found("his Quenlandic counterpart")
    assert (mention.party.name, mention.party.code) == ("Dena Aldisk", "QNLGOV")


def test_a_counterpart_in_a_country_without_a_known_holder_has_office_and_country(find):
    found = find("Anton Reyle telephoned his Quenlandic counterpart.")
    assert (found("his Quenlandic counterpart").party.country, found("his Quenlandic counterpart").party.office) == (
        "QNL",
        "president",
    )


def test_what_belongs_to_a_state_has_its_country(find):
    found = find("Ostravia said its army would stay.")
    assert (found("its army").party.code, found("its army").rule) == ("OSVMIL", "country-of-possessor")


def test_an_ally_is_not_the_state_whose_ally_it_is(find):
    assert find("Ostravia warned its allies.")("its allies").party.country is None


def test_troops_that_a_state_sends_are_its_own(find):
    found = find("Quenland deployed troops along the river in Ostravia.")
    assert (found("troops").party.country, found("troops").rule) == ("QNL", "country-of-sender")


def test_protesters_belong_where_the_sentence_puts_them(find):
    found = find("In Velm, protesters burned a flag.")
    assert (found("protesters").party.country, found("protesters").rule) == ("OSV", "country-of-place")


def test_the_article_gives_a_country_only_where_it_is_about_one(find):
    one = find("Ostravia shut. Ostravia raised taxes. Ostravia fell silent. Ostravia waited. The parliament rose.")
    assert (one("The parliament").party.country, one("The parliament").rule) == ("OSV", "country-of-article")
    two = find("Ostravia closed the port. Quenland did not. Peru and Chile waited. The parliament rose.")
    assert two("The parliament").party.country is None


def test_an_unqualified_minister_is_of_the_datelines_country(find):
    text = "Quenland opened the dam, Energy Minister Orla Fenn said. Quenland and Ostravia share the river."
    assert find(text, dateline="TORHAVEN")("Energy Minister Orla Fenn").party.country == "QNL"
    assert find(text)("Energy Minister Orla Fenn").party.country is None


def test_foreign_officials_are_not_given_the_articles_country(find):
    text = "Ostravia closed the port. Ostravia raised taxes. Ostravia fell silent. Officials were surprised."
    assert find(text)("Officials").party.country is None


def test_the_last_word_of_a_bodys_name_stands_for_it(find):
    text = "The Syrian Observatory for Human Rights counted ten dead. The Observatory has sources in the town."
    found = find(text)
    assert found("The Observatory").party.name == found("The Syrian Observatory for Human Rights").party.name


def test_one_party_has_one_entity_through_the_article(find):
    found = find("President Anton Reyle spoke first. Reyle left at noon. The president looked tired. He smiled.")
    entities = {found(s).entity for s in ("President Anton Reyle", "Reyle", "The president", "He")}
    assert entities == {"Anton Reyle"}


def test_a_ministry_that_announces_a_states_act_is_that_states(find):
    text = "Quenland's Foreign Ministry kept silent. Ostravia will expel the envoy, the Foreign Ministry announced."
    mention = find(text)("the Foreign Ministry")
    assert (mention.party.country, mention.rule) == ("OSV", "country-of-clause")


def test_a_spokeswoman_serves_whom_the_sentence_before_is_about(find):
    found = find("Quenland's interior ministry admitted the deportations. A spokeswoman called them lawful.")
    assert (found("A spokeswoman").party.country, found("A spokeswoman").rule) == ("QNL", "country-of-principal")


def test_a_common_noun_that_ends_a_bodys_name_stands_for_it(find):
    found = find("The Muslim Brotherhood met in Cairo. The leader of the brotherhood was late.")
    assert found("the brotherhood").entity == found("The Muslim Brotherhood").entity


def test_what_a_ministry_publishes_is_about_its_own_country(find):
    text = "The ministry rejects the charges. Quenland and Ostravia have talked. Quenland lied to Ostravia."
    found = find(text, outlet="Ministry of Foreign Affairs of Ostravia")
    assert (found("The ministry").party.country, found("The ministry").rule) == ("OSV", "country-of-publisher")


def test_a_newspaper_gives_its_country_to_a_president_but_not_to_protesters(find):
    text = "The president spoke. Protesters left. Norway thanked Peru. Norway and Peru and Chile signed."
    found = find(text, outlet="Aftenposten")
    assert found("Protesters").party.country is None


def test_rebels_are_of_the_country_that_the_article_gives_others(find):
    text = (
        "Ostravia sent food. Ostravia sent tents. Ostravia sent doctors. Ostravia sent trucks. "
        "Quenlandic rebels took Brack. The gunmen left at night."
    )
    assert find(text)("The gunmen").party.country == "QNL"


def test_an_indefinite_person_is_not_given_the_articles_country(find):
    text = "Ostravia shut. Ostravia raised taxes. Ostravia fell silent. Ostravia waited. A lawmaker slept."
    assert find(text)("A lawmaker").party.country is None


def test_a_state_without_a_king_has_none(find):
    text = "Peru shut. Peru raised taxes. Peru fell silent. Peru waited. The king rose."
    assert find(text)("The king").party.country is None


def test_her_office_is_of_her_country(find):
    found = find("Dena Aldisk will travel to Velm, her office said.")
    assert (found("her office").party.country, found("her office").party.sectors) == ("QNL", ("GOV",))


def test_a_known_town_is_filed_under_its_state(find):
    found = find("Fighting went on in Aleppo. Syria blamed the rebels.")
    assert (found("Aleppo").kind, found("Aleppo").party.country) == ("place", "SYR")


def test_a_first_name_alone_is_nobody(find):
    assert find("Robert pressed him hard.")("Robert").party.country is None


def test_a_full_name_in_the_article_explains_its_abbreviation(find):
    found = find("The army of Sudan fought the Rapid Support Forces. The RSF said it held the airport.", "2023-05-02")
    assert found("The RSF").party.name == "Rapid Support Forces"
    assert found("it").party.country == "SDN"


def test_an_abbreviation_in_brackets_explains_itself_and_its_phrases(find):
    found = find("The Popular Movement for Renewal (MPR) met in Velm. Ostravia banned the MPR. An MPR leader fled.")
    assert found("the MPR").party.name == "Popular Movement for Renewal"
    assert found("the MPR").party.country is None
    assert found("An MPR leader").party.country is None


def test_a_little_known_abbreviation_needs_its_country_in_the_article(find):
    assert find("The PAP said workers would strike in Quenland.")("The PAP").party.country is None
    assert find("PAP said Poland would vote.")("PAP").party.country == "POL"


def test_a_word_at_the_start_of_a_sentence_is_no_minister_of_that_name(find):
    assert find("Key to the deal is trust. Wellington agreed.")("Key").party.country is None


def test_a_common_surname_means_no_head_of_a_state_that_the_article_does_not_name(find):
    found = find("Mr. Smith met Mrs. Halden in Velm.")
    assert found("Mr. Smith").party.country is None
    assert (found("Mrs. Halden").party.name, found("Mrs. Halden").party.country) == ("Halden", None)


def test_a_ship_is_no_town_of_its_name(find):
    found = find("The BRP Sierra Madre ran aground. China said the Sierra Madre must leave. The Americans objected.")
    assert found("the Sierra Madre").party.country == "PHL"


def test_what_a_minister_says_abroad_did_not_happen_there(find):
    found = find("Protesters clashed with police in the capital of Quenland, the Ostravian minister said in Paris.")
    assert found("Protesters").party.country == "QNL"
    assert found("police").party.country == "QNL"


def test_people_without_an_article_belong_where_their_own_clause_puts_them(find):
    found = find("In Cairo, police said protesters had burned a shop. Police shot at people who gathered in Tunis.")
    assert found("police").party.country == "EGY"
    assert found("Police").party.country == "TUN"


def test_a_spokesman_in_another_country_is_not_of_whom_the_clause_before_was_about(find):
    found = find("The French minister left early. A spokesman said in Kabul that soldiers had fled.")
    assert found("A spokesman").party.country is None


def test_the_country_takes_up_the_state_named_before_it_and_none_after(find):
    found = find("Ostravia's foreign minister blamed the country's farmers for the troubles in Quenland.")
    assert found("the country").party.country == "OSV"
    found = find("Ostravia fought a war in Quenland, and its minister has been in the country twice.")
    assert found("the country").party.country == "QNL"


def test_a_past_holder_of_an_office_is_not_its_present_one(find):
    found = find("Ostravia mourned the country's first elected president.")
    assert found("the country's first elected president").party.name != "Anton Reyle"


def test_they_after_things_means_nobody(find):
    found = find("Milo Harrant and Dena Aldisk met. The polls closed at noon. They had opened late.")
    assert found("They").party.country is None


def test_a_surname_with_its_particle_is_carried_back(find):
    found = find("Ostravian Finance Minister Rolf de Marn resigned. De Marn gave no reason.")
    assert found("De Marn").party.country == "OSV"


def test_those_who_work_for_a_station_have_its_sector(find):
    found = find("CNN's Dan Ottwick saw the fire.")
    assert found("CNN's Dan Ottwick").party.sectors == ("JRN",)


def test_a_first_name_that_sounds_otherwise_is_another_person(find):
    assert find("CNN's Reza Sayeh saw the fire.", "2013-07-05")("CNN's Reza Sayeh").party.name == "Reza Sayeh"


def test_an_organisation_is_known_by_the_abbreviation_behind_a_name_that_is_not(find):
    found = find("Aid came from the United Nations High Commission for Refugees (UNHCR) in Velm.")
    assert found("UNHCR").party.country == "UNHCR"


def test_our_troops_are_of_whoever_speaks(find):
    found = find('"Our soldiers in Quenland are tired," the general said.')
    assert found("Our soldiers").party.country is None


def test_the_administration_is_the_one_named_before(find):
    found = find("The Obama administration met. Critics called the administration's plan in Quenland a sham.")
    assert found("the administration").party.country == "USA"


def test_a_form_of_address_tells_whom_a_surname_cannot_mean(find):
    assert find("Mr. Merkel left early. Germany won.")("Mr. Merkel").party.name == "Merkel"
    assert find("Mrs. Merkel left early. Germany won.")("Mrs. Merkel").party.name == "Angela Merkel"


def test_supporters_are_of_the_country_of_whom_they_support(find):
    found = find("Ostravia jailed President Anton Reyle in Quenland. Supporters of Reyle rallied in Paris and Rome.")
    assert found("Supporters").party.country == "OSV"


def test_a_word_before_a_noun_is_no_minister_of_that_name(find):
    assert find("Key lawmakers objected. New Zealand watched.")("Key lawmakers").party.country is None


def test_a_longer_name_is_another_party(find):
    found = find("President Anton Reyle's ruling National Democratic Party (NDP) won. The NDP cheered.")
    assert (found("The NDP").party.name, found("The NDP").party.country) == ("National Democratic Party", "OSV")


def test_the_rebel_group_is_the_one_named_before(find):
    found = find("The Hill Brigades shelled Brack. The rebel group denied it.")
    assert found("The rebel group").party.name == "Hill Brigades"


def test_officials_from_that_country_are_of_the_country_named_before(find):
    found = find("Ostravian officials flew to Quenland. Officials from that country knew nothing, Ostravia said.")
    assert (found("Officials").party.country, found("Officials").rule) == ("QNL", "country-named-before")


def test_that_country_is_not_the_one_that_speaks(find):
    found = find("Harbours in Quenland were shut, Ostravia said. Officials from that country were angry.")
    assert found("that country").party.country == "QNL"


def test_fighters_from_unnamed_lands_are_not_of_the_country_of_the_others(find):
    text = "Quenlandic rebels took Brack. Quenlandic rebels fled. Mercenaries from distant countries fought there."
    assert find(text)("Mercenaries").party.country is None


def test_the_nations_president_is_not_another_nations(find):
    found = find("They warned Anton Reyle over the unrest in Quenland, where crowds drove the nation's president away.")
    assert found("the nation's president").party.name != "Anton Reyle"


def test_both_sides_of_a_war_are_not_the_pair_named_before(find):
    found = find("Ostravia and Quenland traded threats. Ostravia scolded both sides of the civil war.")
    assert (found("both sides").party.name, found("both sides").parts) == (None, ())


def test_the_parties_that_meet_in_a_capital_are_no_parties_of_its_country(find):
    found = find("The truce talks resumed. The parties met in Velm. All parties in Velm agreed.")
    assert found("The parties").party.country is None


def test_those_called_a_terrorist_group_are_not_of_the_city_where_it_is_said(find):
    found = find("In Velm, officials said they regard the Hill Brigades as a terrorist group.")
    assert found("a terrorist group").party.country is None


def test_people_are_not_where_only_a_clause_below_theirs_takes_place(find):
    found = find("Police are aware that the strikes in Quenland could incite attacks.")
    assert found("Police").party.country is None


def test_people_are_not_where_a_noun_beside_them_is_said_to_be(find):
    found = find("They asked for a special committee to study what happened in Torhaven.")
    assert found("a special committee").party.country is None


def test_people_in_places_of_two_countries_are_of_neither(find):
    found = find("Crews worked on the storm in Quenland and Ostravia, and people were afraid.")
    assert found("people").party.country is None


def test_a_former_minister_is_not_the_present_one(find):
    found = find("Milo Harrant left. It was a vivid scene: the former foreign minister begged them to stay.")
    assert found("the former foreign minister").party.name is None


def test_an_office_that_somebody_is_chosen_for_is_not_its_present_holders(find):
    found = find("Lawmakers chose Rika Tolm. She will become president of Ostravia. Ostravia toppled its president.")
    assert found("its president").party.name == "president of Ostravia"
    assert found("its president").party.country == "OSV"


def test_an_authority_without_an_article_is_nobody(find):
    text = "Ostravia waits. Ostravia hopes. Ostravia votes. Ostravia says the king has strong unilateral authority."
    assert not find(text).has("strong unilateral authority")


def test_the_administration_is_no_government_that_the_text_calls_a_regime(find):
    found = find("Quenland's regime shelled Brack. The administration hopes for a vote.")
    assert found("The administration").party.country is None


def test_the_voters_of_an_article_about_two_countries_stay_open(find):
    text = "Ostravia and Quenland quarrel. Ostravia sends ships. Quenland waits. Ostravia hopes. Voters are weary."
    assert find(text)("Voters").party.country is None


def test_people_in_a_region_of_many_states_are_not_of_the_articles_country(find):
    text = "Quenland waits. Quenland hopes. Quenland votes. Quenland wants to reach students in the West."
    assert find(text)("students").party.country is None


def test_the_authority_to_do_something_is_nobody(find):
    found = find("Quenland's authority met. Quenland says the king has the authority to go it alone.")
    assert not found.has("the authority")


def test_people_are_not_of_the_country_whose_language_they_use(find):
    found = find("In May, the office began posting in English.")
    assert found("the office").party.country is None


def test_lawmakers_from_both_sides_are_still_those_mentioned_before(find):
    found = find("Ostravian lawmakers met. At noon, lawmakers from both sides of the chamber walked out.")
    assert found("lawmakers").party.country == "OSV"


def test_the_president_is_not_the_vice_president(find):
    found = find("Ostravian Vice President Ulla Serk arrived late. The president was angry.")
    assert found("The president").party.name != "Ulla Serk"


def test_the_vice_president_of_a_club_is_none_of_the_state(find):
    found = find("Ostravian Vice President Ulla Serk spoke. A pupil is the vice president of the chess club.")
    assert found("the vice president").party.name is None


def test_a_government_of_another_kind_is_not_the_one_before(find):
    found = find("The Obama administration condemned the raid in Cairo. The interim government blamed the crowd.")
    assert found("The interim government").party.country != "USA"


def test_governments_are_no_government_named_before(find):
    found = find("The Quenlandic government fell. Governments that ignore farmers rarely last.")
    assert found("Governments").party.country is None


def test_the_various_groups_are_not_one_group(find):
    found = find("The Hill Brigades took the pass. The various rebel groups have no common plan.")
    assert found("The various rebel groups").party.name is None


def test_people_from_around_the_world_have_no_country(find):
    text = "Quenland has lost a town. Quenland calls for aid. Young students from all over the world came to Quenland."
    assert find(text)("Young students").party.country is None


def test_a_government_that_announces_what_its_state_said_is_of_that_state(find):
    found = find("Ostravia accused Quenland of theft, the government said.")
    assert found("the government").party.country == "OSV"


def test_lawmakers_are_where_their_hill_is_and_not_those_of_before(find):
    found = find("Ostravian lawmakers rejected the plan. Lawmakers on Capitol Hill will vote in May.")
    assert found("Lawmakers").party.country == "USA"


def test_a_security_council_of_a_state_is_not_that_of_the_united_nations(find):
    found = find("Ostravia's Security Council met on Friday. The UN Security Council did not.")
    assert found("Ostravia's Security Council").party.code == "OSVGOV"
    assert found("The UN Security Council").party.country == "UNSC"


def test_a_body_of_a_listed_name_belongs_to_the_state_after_of(find):
    found = find("The State Security Service of Ostravia arrested a clerk.")
    assert found("The State Security Service").party.country == "OSV"


def test_a_room_is_no_party(find):
    assert not find("Anton Reyle met his guests in the Cabinet Room.").has("the Cabinet Room")


def test_the_president_does_not_meet_himself(find):
    found = find("President Anton Reyle spoke. Vladimir Putin listened. The president refused to meet Anton Reyle.")
    assert found("The president").party.name != "Anton Reyle"


def test_inspectors_are_no_officials_named_before(find):
    found = find("Ostravian officials arrived. Northern Compact members sent inspectors to the town.")
    assert found("inspectors").party.country != "OSV"


def test_a_regime_is_not_the_authority_that_speaks_of_it(find):
    found = find("Ostravian authorities said trade with Quenland would reward the regime.")
    assert found("the regime").party.country != "OSV"


def test_people_in_a_states_capital_are_of_that_state(find):
    found = find("Opposition leaders in Ostravia's capital, Velm, called for calm.")
    assert found("Opposition leaders in Ostravia's capital").party.code == "OSVOPP"


def test_a_contingent_of_troops_is_those_troops(find):
    found = find("First contingents of Quenlandic troops arrived in Velm.")
    assert found("First contingents of Quenlandic troops").party.code == "QNLMIL"


def test_a_plural_title_is_that_of_both_names(find):
    found = find("Senators McCain and Graham urged restraint. Ministers Harl and Tolm did not.")
    assert found("Graham").party.name == "Lindsey Graham"
    assert (found("Tolm").party.office, found("Tolm").party.sectors) == ("minister", ("GOV",))
