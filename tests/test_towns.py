from tests.towns import at, supply_rows, town


def test_a_drawn_town_has_the_places_of_its_picture() -> None:
    drawn = town("""
        p   5
        |   |
        A---B---N
    """)
    assert drawn.addresses["address_id"].tolist() == ["p1", "p2"]
    assert drawn.addresses["dwellings"].tolist() == [-1, 5]
    assert drawn.addresses.geometry.tolist() == [at(0, 2), at(4, 2)]
    assert drawn.streets["street_id"].tolist() == ["A-B", "B-N", "s1", "s2"]
    assert drawn.streets.length.tolist() == [40.0, 40.0, 10.0, 10.0]
    assert drawn.nodes.geometry.tolist() == [at(8, 0)]


def test_supply_is_read_from_a_line_of_words() -> None:
    rows = supply_rows("""
        p1 Nordnetz existing DSL 50/10
        p1 Glaswerk planned FTTH 1000/500 2027-06-30 binding
        p2 Nordnetz none
    """)
    assert rows["technology"].tolist() == ["DSL", "FTTH", "none"]
    assert rows["up_mbps"].tolist()[:2] == [10.0, 500.0]
    assert rows["available_from"].tolist() == ["", "2027-06-30", ""]
    assert rows["binding"].tolist() == [False, True, False]
