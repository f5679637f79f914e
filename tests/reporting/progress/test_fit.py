from supplypact.reporting.progress import fit


def test_a_page_of_few_lines_has_letters_of_the_usual_size() -> None:
    assert fit.size_of([(0.0, 1.0)] * 60, 70.0) == 0


def test_letters_shrink_until_the_lines_fit() -> None:
    # 80 lines of fixed height: 80 x 0.88 = 70.4 > 70, 80 x 0.82 = 65.6
    assert fit.SIZES[fit.size_of([(0.0, 1.0)] * 80, 70.0)] == 0.82


def test_smaller_letters_put_more_on_a_line() -> None:
    # with room for words that break (1.12) 0.95 lines need 2 at sizes 1 and 0.94, and 1 at 0.88;
    # 0.85 lines need 1 at once: 70 x 0.94 = 65.8
    assert fit.size_of([(0.95, 0.0)] * 70, 66.0) == 2
    assert fit.size_of([(0.85, 0.0)] * 70, 66.0) == 1


def test_what_fits_at_no_size_has_the_smallest() -> None:
    assert fit.size_of([(0.0, 1.0)] * 500, 70.0) == len(fit.SIZES) - 1


def test_signs_of_east_asia_are_twice_as_wide() -> None:
    assert fit.signs("abc") == 3
    assert fit.signs("日米") == 4


def test_columns_take_the_whole_width() -> None:
    assert {sum(widths) for widths in fit.WIDTHS.values()} == {100}
