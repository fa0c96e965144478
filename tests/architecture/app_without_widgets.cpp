// SPDX-License-Identifier: GPL-3.0-or-later
// Links everything of app/ and nothing of Qt Widgets. That it links is the test.
int main()
{
    return 0;
}
